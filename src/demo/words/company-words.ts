const first = `Alder Amber Anchor Arbor Atlas Aurora Basalt Beacon Birch Bluebell Boreal Brightwater Bramble Cairn Cedar
Cinder Citrine Clearwell Cobalt Compass Copper Coral Cormorant Crescent Delta Drift Dune Eastgate Ember Estuary Fathom
Fennel Fern Fjord Flint Foxglove Garnet Glacier Granite Greyfriars Gullwing Halcyon Harbour Hawthorn Hazel Heron
Highfield Horizon Indigo Ironbridge Ivory Jasper Juniper Kestrel Kingfisher Lantern Larch Lighthouse Linden Lodestar
Lumen Magnolia Maple Marigold Marlin Meadow Meridian Millrace Mistral Monsoon Moorland Mosaic Nimbus Northwind Oakhurst
Obsidian Onyx Opal Orchard Osprey Otter Palisade Pelican Petrel Pinecrest Plover Polaris Prairie Quarry Quartz Quillon
Rampart Raven Redstart Ridgeway Rivermark Rowan Saffron Sandpiper Sapphire Seabright Sequoia Sierra Skylark Slate
Solstice Spindle Starling Stonegate Summit Swift Sycamore Tamarind Tern Thistle Tidewater Timber Topaz Tundra Umber
Vantage Verdant Vireo Vista Walnut Waverley Westbrook Whitecap Willow Windrose Woodlark Wren Yarrow Zenith Zephyr`;

const trades: readonly (readonly [string, readonly string[]])[] = [
  ['Logistics', ['Freight', 'Logistics', 'Shipping', 'Cargo']],
  ['Software', ['Software', 'Systems', 'Digital', 'Labs']],
  ['Manufacturing', ['Works', 'Tooling', 'Components', 'Fabrication']],
  ['Food and drink', ['Foods', 'Bakery', 'Roasters', 'Provisions']],
  ['Healthcare', ['Health', 'Diagnostics', 'Care', 'Clinics']],
  ['Energy', ['Energy', 'Power', 'Solar', 'Grid']],
  ['Retail', ['Outfitters', 'Stores', 'Trading', 'Supply']],
  ['Finance', ['Capital', 'Partners', 'Finance', 'Insurance']],
  ['Construction', ['Builders', 'Construction', 'Surveyors', 'Timber']],
  ['Media', ['Media', 'Press', 'Studios', 'Pictures']],
  ['Education', ['Academy', 'Learning', 'Books', 'Training']],
  ['Travel', ['Travel', 'Hotels', 'Voyages', 'Railways']],
];

/** What company names are made of; each trade has an industry and the words for it. */
export const companyWords = { first: first.split(/\s+/), trades };
