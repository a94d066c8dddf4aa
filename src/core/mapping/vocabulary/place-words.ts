/** Addresses and places. */
export const placeWords = `
street = line 1 = address 1 line 1 = street address line 1 = street address line = addr line 1 = street address = address line 1 = address 1 = address line = street line = street 1 = addr 1 = street line 1 = address street
address 2 = line 2 = address 1 line 2 = street address line 2 = addr line 2 = address line 2 = street 2 = street address 2 = line 2 = address 1 line 2 = street address line 2 = addr line 2 = addr 2 = street line 2 = address second line = apartment = suite
address = addr
city = town = locality = municipality = place = city name
region = subdivision = state = province = state province = state region = subdivision = state or province = administrative area = admin area = admin area level 1 = administrative area level 1 = prov = state name
region code = country subdivision code = subdivision code = state code = province code = state abbreviation = state iso code
postal code = zip = zip code = zipcode = postcode = post code = postalcode = plz
country = country name = nation = country region
country code = country 2 = iso 2 = country iso 2 = country iso = country iso code = iso country = country id iso
county = district
latitude = lat = geo lat
longitude = lng = lon = long = geo lng = geo lon
location = venue
territory = sales territory
ip address = ip
ship from = sender = consignor = shipped from
shipping = recipient = consignee = delivery = ship to = shipto = deliver to
billing = bill to = billto = invoicing = invoice to
mailing = correspondence = postal mail
`;
