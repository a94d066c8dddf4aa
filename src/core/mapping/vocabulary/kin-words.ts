/**
 * Meanings that are near each other without being the same: how near, from 0 to 1. Unlike synonyms they
 * do not chain: `title` is near `subject` and near `job title`, which have nothing to do with each other.
 */
export const kinWords = `
street ~ address 0.85
company ~ account 0.9
company name ~ account name 0.9
company name ~ company 0.8
company name ~ account 0.75
customer ~ account 0.7
customer ~ contact 0.75
customer ~ company 0.6
customer ~ user 0.6
contact ~ lead 0.5
user ~ owner 0.5
employee ~ user 0.5
owner ~ agent 0.9
vendor ~ account 0.4
job title ~ title 0.9
job title ~ position 0.6
job title ~ role 0.7
title ~ subject 0.85
title ~ name 0.85
subject ~ name 0.7
full name ~ name 0.9
user name ~ name 0.5
nickname ~ user name 0.5
nickname ~ name 0.4
deal stage ~ stage 0.95
stage ~ status 0.6
region code ~ region 0.75
country code ~ country 0.75
deal ~ lead 0.4
deal stage ~ status 0.55
lead source ~ source 0.85
source ~ channel 0.6
lead status ~ status 0.85
amount ~ total 0.75
amount ~ value 0.85
amount ~ price 0.75
amount ~ revenue 0.7
amount ~ subtotal 0.4
price ~ cost 0.45
price ~ rate 0.5
price ~ total 0.5
list price ~ price 0.7
value ~ price 0.6
value ~ total 0.5
revenue ~ sale 0.6
expected revenue ~ amount 0.6
expected revenue ~ forecast 0.6
annual revenue ~ revenue 0.8
fee ~ cost 0.6
fee ~ price 0.5
amount due ~ balance 0.9
category ~ type 0.7
category ~ group 0.5
category ~ class 0.6
type ~ class 0.6
note ~ description 0.7
note ~ message 0.6
note ~ body 0.6
body ~ description 0.85
body ~ message 0.8
body ~ text 0.8
description ~ message 0.5
description ~ text 0.6
description ~ subject 0.4
bio ~ description 0.5
priority ~ severity 0.7
ticket ~ issue 0.85
task ~ ticket 0.5
task ~ issue 0.6
event ~ activity 0.6
project ~ product 0.2
order ~ deal 0.3
order ~ invoice 0.4
order number ~ order 0.7
order number ~ number 0.7
order number ~ name 0.5
invoice number ~ number 0.8
invoice number ~ invoice 0.7
invoice number ~ reference 0.6
external id ~ identifier 0.5
line item ~ product 0.4
sku ~ code 0.75
sku ~ number 0.5
barcode ~ code 0.4
sku ~ identifier 0.4
in stock ~ quantity 0.75
in stock ~ stock 0.8
website ~ url 0.85
website ~ domain 0.8
picture ~ url 0.4
created at ~ moment 0.6
created at ~ start 0.35
updated at ~ moment 0.3
last activity date ~ updated at 0.5
completed at ~ close date 0.85
completed at ~ closed 0.6
completed at ~ end 0.5
due date ~ end 0.5
due date ~ close date 0.45
due date ~ moment 0.4
start ~ moment 0.5
end ~ moment 0.4
owner ~ manager 0.5
owner ~ responsible 0.9
manager ~ parent 0.4
requester ~ customer 0.5
requester ~ created by 0.7
created by ~ owner 0.4
team ~ department 0.5
department ~ function 0.5
tag ~ category 0.4
active ~ status 0.55
deleted ~ active 0.4
paid ~ status 0.4
won ~ closed 0.5
probability ~ percent 0.4
weight ~ size 0.3
parent company ~ company 0.5
location ~ address 0.6
location ~ geographic 0.8
location ~ city 0.4
territory ~ region 0.6
county ~ region 0.4
mobile phone ~ phone 0.65
home phone ~ phone 0.6
mobile phone ~ home phone 0.3
company ~ vendor 0.5
number ~ code 0.5
number ~ identifier 0.5
code ~ identifier 0.5
key ~ identifier 0.7
reference ~ identifier 0.5
reference ~ number 0.6
order ~ sort order 0.2
slug ~ url 0.5
slug ~ name 0.3
opt in ~ opt out 0.5
opt in ~ email 0.3
payment ~ transaction 0.6
payment terms ~ due date 0.3
username ~ email 0.4
salary ~ amount 0.5
industry ~ category 0.4
count ~ total 0.8
count ~ number 0.8
count ~ quantity 0.7
amount ~ quantity 0.4
postal ~ postal code 0.8
time spent ~ duration 0.7
minute ~ duration 0.6
hour ~ duration 0.5
section ~ list 0.6
customer ~ partner 0.8
vendor ~ partner 0.6
company ~ partner 0.6
contact ~ partner 0.6
salesperson ~ owner 0.7
salesperson ~ user 0.4
credit limit ~ limit 0.7
completed ~ status 0.4
archived ~ deleted 0.6
archived ~ active 0.4
start ~ effective 0.5
purchase order ~ reference 0.6
order number ~ reference 0.8
order number ~ identifier 0.5
sku ~ reference 0.5
cost ~ standard 0.3
cost ~ charge 0.85
price ~ charge 0.6
amount ~ charge 0.5
company ~ employer 0.85
source ~ origin 0.85
lead source ~ origin 0.75
location ~ office 0.8
location ~ site 0.75
office ~ site 0.75
note ~ instruction 0.6
status ~ progress 0.7
employment ~ contract 0.7
expected revenue ~ value 0.6
forecast ~ estimate 0.7
shipment ~ delivery 0.5
user ~ recruiter 0.4
owner ~ recruiter 0.6
candidate ~ applicant 0.95
candidate ~ contact 0.5
job ~ vacancy 0.9
job ~ position 0.8
job ~ opening 0.8
deal ~ potential 0.85
company ~ customer 0.6
order ~ shipment 0.3
start ~ created at 0.35
opt in ~ status 0.3
ip address ~ address 0.3
carrier ~ shipping 0.5
warehouse ~ location 0.7
sender name ~ name 0.3
stock ~ quantity 0.5
list ~ group 0.5
last login at ~ last activity date 0.7
user ~ employee 0.6
budget ~ amount 0.4
national id ~ identifier 0.4
tag ~ list 0.2
slug ~ handle 0.9
followers ~ members 0.4
`;
