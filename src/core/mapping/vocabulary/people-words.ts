/** People, organisations and how they are reached. One meaning a line; see `lexicon.ts` for the form. */
export const peopleWords = `
first name = given name = forename = fname = christian name
last name = family name = surname = lname
middle name = middle initial
full name = display name = complete name
maiden name = birth name
salutation = courtesy title = honorific = name prefix
name suffix = suffix
nickname = preferred name = nick
job title = position title = role title = designation = occupation = job position
date of birth = birth date = birthdate = birthday = birth day = dob
gender = sex
marital status = civil status
language = locale = lang = preferred language = spoken language
time zone = timezone = tz
email = email address = e mail = e mail address = mail address = electronic mail
phone = phone number = telephone = telephone number = tel = phone no = fon
mobile phone = mobile = cell phone = cell = mobile number = cell number = cellular = mobile phone number = cellphone
home phone = private phone = home telephone
fax = fax number = facsimile = telefax
phone extension = extension = ext
website = web site = website url = homepage = home page = web page = web address = site url = web url
linkedin = linked in
twitter = twitter handle = twitter username
company = organization = organisation = org = firm = business = companies
company name = organization name = organisation name = business name = legal name
contact = person = people = contacts
customer = client = buyer = shopper
vendor = supplier = seller
employee = staff = worker = staff member
user = member = login user
user name = username = login = login name = handle = screen name
number of employees = employee count = headcount = employees count = num employees = company size = employee number total = no of employees = staff count
annual revenue = yearly revenue = turnover = annual turnover = revenue per year = annual sales
industry = sector = line of business = business sector
department = dept = division
manager = supervisor = boss = reports to = line manager
parent company = parent account = parent organization = parent organisation = parent = holding company
ticker symbol = stock symbol = ticker = stock ticker
tax number = vat number = vat id = tax id = vat no = tax identification number = vat registration number
opt out = opted out = unsubscribed = unsubscribe = optout = do not email
opt in = opted in = subscribed = newsletter = optin = accepts marketing = marketing consent
do not call = no calls
hire date = hired on = hired at = date hired = employment date = date of hire = joined on = joining date
termination date = date of termination = terminated on = leaving date = date left
salary = wage = pay = base pay = compensation = pay rate = compensation amount = salary amount = base salary
picture = photo = avatar = image = photo url = image url = avatar url = picture url = profile picture
national id = ssn = social security number = national identification number = personal id number = sin
salesperson = sales rep = sales representative = seller name = account executive
emergency contact = next of kin = ice contact
partner = business partner
last login at = last login = last seen at = last seen = last login date = last signed in = last sign in at = last login time = last sign in
member rating = contact rating
bio = biography
`;
