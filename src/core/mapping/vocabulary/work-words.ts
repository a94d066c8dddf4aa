/** Sales, marketing, support, projects and what every record has. */
export const workWords = `
deal = opportunity = opp = sales opportunity
deal stage = sales stage = opportunity stage = pipeline stage = stage name
lead = prospect
lead source = original source = acquisition source = acquisition channel = lead origin = source of lead
lead status = prospect status
probability = likelihood = win probability = chance = win likelihood = probability percent
close date = closing date = expected close date = expected close = close on = expected closing date
next step = next action = next steps
won = closed won
closed
forecast = projected = expected = predicted = projection = prediction
owner = account owner = owner user = lead user = contact owner = deal owner = assignee = assigned to = responsible = owned by = record owner = assigned user = account manager = agent = assigned agent
team = group
campaign = marketing campaign
ticket = case = support ticket = incident = support case
issue = bug
task = to do = todo = action item
event = appointment = meeting = calendar event
note = comment = remark = memo = notes = comments = remarks
message = msg = message text
subject = headline = summary = topic = subject line
sender name = from name
sender email = from email = from address = sender address = sender mail
reply to = reply address = reply to address = reply email
preview text = preheader = preview = pre header
body = content = text body = html body = message body
description = desc = descr = details = long description = long text
priority = prio = urgency = importance = priority level
severity = impact
status = state of record = stat = condition
resolution = solution = outcome
requester = reporter = submitter = requested by = raised by = opened by = caller = reported by
tag = label = keyword = tags = labels = keywords
attachment = file
project = proj
sprint = iteration
estimate = estimated effort = estimated time = original estimate
created at = created date = create date = date created = creation date = created = created on = inserted at = date added = add time = add date = created time = creation time = added on = create time = entry date = registered at = registration date = added at = date entered = signed up at = signup date = sign up date = opened at = raised at = posted at = logged at = submitted at = requested at = created timestamp = date time created = time created = create date time
updated at = amended at = modified at = last modified date = last modified = last updated = updated = date modified = modified date = modified on = updated on = last update = last changed = changed at = last modified at = modified = modification date = last updated at = updated date = last modified date time = last modified time = modified time = last edited time = edited at = last change = date updated = update date = changed on
deleted at = deletion date = date deleted = removed at = deleted on = archived at
deleted = removed
archived = is archived
created by = creator = author = created by user = entered by = inserted by = added by = created by id
updated by = modified user = modified user id = updated user = modified by = last modified by = changed by = edited by = last updated by = updated by user = last modified by id
last activity date = last interaction at = last interaction = last activity = last activity at = last activity time = most recent activity
start = begin = kickoff = kickoff date = begins = from date = start on = start day = begins on = begin time = starting date = first day = start date = starts at = start time = begin date = starts on = valid from = start at = start date time = started at = date from = effective from
end = finish = to date = last day = end on = end day = ends = ending date = end date = ends at = end time = finish date = ends on = valid to = end at = end date time = ended at = valid until = date to = effective to = expires at = expiry date = expiration date = expires on = finish time
completed = done = finished = complete
completed at = completion date = date completed = date done = done date = date finished = done at = completed on = completed date = finished at = resolved at = resolution date = solved at = closed at = closed date = date closed
moment = date = time = timestamp = datetime = date time = day
identifier = id = uuid = guid = oid = uid = gid = rid = ids = record id = object id = pk = primary key = record key
external id = foreign id = external key = ext id = external reference = remote id = legacy id = source id
private = confidential
resume = cv = curriculum vitae
active = enabled
published at = publish date = publication date = date published
sort order = position order = sequence = display order = rank = seq
custom = bespoke
url = link = uri = web link
followers = watchers = subscribers to = follower list
sent at = send time = sent on = send date = sent date = date sent = sent time
archive url = web version url = browser url = view in browser
budget = budget amount
hourly rate = rate per hour = price per hour
time spent = minutes spent = hours spent = actual time = spent time = logged time = actual effort
section = list title = list name = column name = section name
duration = length of time = period
slug = url key = permalink = handle slug
`;
