/** Abbreviations of single words, and other spellings of them: read as the first word of the line. */
export const shortWords = `
number = no = num = nbr = nr = numbr
date = dt
time = tm
timestamp = ts = stamp = modstamp = tstamp
datetime = dttm
identifier = ident
account = acct = acc = acnt
address = addr = adr
amount = amt
quantity = qty
description = desc = descr = dscr
organization = org = organisation = orgn
company = comp = cmpny = cpny = co
customer = cust
employee = emp = empl
department = dept = dep
category = cat = categ
product = prod = prd
manager = mgr = mngr
message = msg
message = mesg
status = stat = sts
street = str = strt
country = ctry = cntry
currency = cur = curr = ccy
percent = pct = percentage = perc
average = avg
minimum = min
maximum = max
previous = prev
reference = ref = refs
document = doc
invoice = inv
transaction = txn = trx = trans
payment = pmt = pymt = pymnt
purchase = purch
picture = pic = img = image
information = info
configuration = config = cfg
code = cd
type = typ = kind = typ
group = grp
user = usr
password = pwd = passwd
temporary = temp = tmp
language = lang
latitude = lat
longitude = lng = lon
last = latest = recent
shipping = shp = ship
billing = bil
region = reg
level = lvl
position = pos
request = req
response = resp
sequence = seq
value = val
year = yr
month = mth = mon
hour = hr = hrs
minute = mins
weight = wt = wgt
height = hgt = ht
length = len
birth = bday
email = mail = e-mail
metadata = meta
name = nm = nme
line = ln
create = crt = crtd = cr8
update = upd = updt
comment = cmnt = cmt = cmmt
flag = flg
phone = phn = ph = tel
limit = lmt
terms = trms = term
standard = std
cost = cst
price = prc
warehouse = whse = wh
vendor = vndr = vend
parent = prnt = par
sales = sls
total = tot = ttl
freight = frt
discount = disc = dsc
header = hdr
master = mst = mstr
detail = dtl = det
active = actv = act
text = txt
state = ste
postal = pstl
region = regn
delivery = dlvr = dlv = deliv
order = ord = odr
item = itm
unit = unt
volume = vol
balance = bal = blnc
account = acnt
currency = crncy
approval = appr
original = orig
effective = eff
expiration = exp
system = sys
manufacturer = mfr = mfg = manuf
serial = ser
package = pkg
source = src
target = tgt
destination = dest
lead = ld
geo = geographic
`;
