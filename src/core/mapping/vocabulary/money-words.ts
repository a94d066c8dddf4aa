/** Orders, products, invoices, payments and accounting. */
export const moneyWords = `
sku = product code = item code = article number = item number = stock keeping unit = part number = product number = article code = item sku = product sku
barcode = ean = upc = gtin = ean code = upc code = bar code
quantity = qty = number of units = item count
warranty = guarantee
carrier = courier = ship via = shipping method = shipping carrier = delivery method = shipped via = freight carrier
warehouse = depot = stock location
credit limit = credit line = credit amount limit
unit of measure = uom = measurement unit = unit of measurement
in stock = stock quantity = inventory quantity = stock level = quantity on hand = on hand = inventory level = available quantity = inventory = qty on hand = quantity available = qty available = stock on hand
price = unit price = sale price = selling price = unit amount = price per unit
list price = compare at price = regular price = msrp = recommended price = retail price
cost = unit cost = standard cost = standard price = cost price = purchase price = cost per item
amount = amt
total = total price = total amount = grand total = order total = amount total = total sum = total incl tax
subtotal = sub total = net total = net amount = subtotal price = total before tax
tax = vat = sales tax = tax amount = total tax = vat amount = tax total = tva
tax rate = vat rate = tax percentage = vat percentage
discount = rebate = discount total = discount amount = total discount = reduction = total discounts
shipping cost = shipping total = shipping amount = freight = freight cost = shipping fee = delivery fee = shipping price = total shipping = delivery cost
currency = currency code = currency iso = curr = presentment currency = iso currency = currency iso code = transaction currency
exchange rate = currency rate = conversion rate = fx rate
order number = order no = order ref = order reference = sales order number
purchase order = customer purchase order = client order reference = client order ref = customer reference = customer po = po = po number = purchase order number = po no
invoice number = invoice no = inv no = document number = inv number = invoice ref = bill number
order = sales order = purchase
line item = order line = order item = line = item line = invoice line = position line
product = item = article = good = merchandise
variant = variation = option set
category = product category = product type = categories
invoice = bill
due date = payment due date = date due = due on = payment due = deadline
payment = pay
payment method = payment type = pay method = payment gateway = means of payment
payment terms = terms of payment = terms
paid = settled
amount paid = paid amount = total paid = amount received
amount due = balance due = outstanding = open amount = amount remaining = outstanding amount = remaining amount = outstanding balance = balance
refund = refunded
shipped at = ship date = dispatched at = dispatch date = date shipped = shipping date = shipment date
delivered at = delivery date = date delivered
eta = estimated delivery date = expected delivery date = estimated arrival = estimated time of arrival
package = parcel
shipment = consignment
weight = gross weight = mass
tracking number = tracking code = tracking no = tracking ref = tracking reference
fulfillment status = shipping status = delivery status = shipment status
iban = bank account number = account number iban
subscription = recurring
coupon = voucher = promo code = discount code = coupon code = promotion code
expected revenue = estimated value = estimated revenue = forecast amount = expected amount = weighted amount = expected value = forecast value = weighted value = forecast revenue
`;
