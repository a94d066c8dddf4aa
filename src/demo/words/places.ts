/** A city with its country, that country's calling code and how its companies sign. */
export type Place = { city: string; country: string; calling: string; form: string; tld: string };

const lines = `Lisbon|PT|351|Lda|pt
Porto|PT|351|Lda|pt
Madrid|ES|34|SL|es
Valencia|ES|34|SL|es
Lyon|FR|33|SARL|fr
Nantes|FR|33|SAS|fr
Leeds|GB|44|Ltd|co.uk
Bristol|GB|44|Ltd|co.uk
Glasgow|GB|44|Ltd|co.uk
Cork|IE|353|Ltd|ie
Rotterdam|NL|31|BV|nl
Utrecht|NL|31|BV|nl
Ghent|BE|32|BV|be
Hamburg|DE|49|GmbH|de
Leipzig|DE|49|GmbH|de
München|DE|49|GmbH|de
Zürich|CH|41|AG|ch
Graz|AT|43|GmbH|at
Torino|IT|39|Srl|it
Bologna|IT|39|Srl|it
Aarhus|DK|45|ApS|dk
Göteborg|SE|46|AB|se
Malmö|SE|46|AB|se
Bergen|NO|47|AS|no
Tampere|FI|358|Oy|fi
Tallinn|EE|372|OÜ|ee
Gdańsk|PL|48|Sp. z o.o.|pl
Kraków|PL|48|Sp. z o.o.|pl
Brno|CZ|420|s.r.o.|cz
Győr|HU|36|Kft|hu
Cluj-Napoca|RO|40|SRL|ro
Thessaloniki|GR|30|EPE|gr
İzmir|TR|90|A.Ş.|com.tr
Casablanca|MA|212|SARL|ma
Accra|GH|233|Ltd|com.gh
Lagos|NG|234|Ltd|ng
Nairobi|KE|254|Ltd|co.ke
Cape Town|ZA|27|Pty|co.za
Dubai|AE|971|LLC|ae
Pune|IN|91|Pvt Ltd|in
Chennai|IN|91|Pvt Ltd|in
Singapore|SG|65|Pte|sg
Da Nang|VN|84|JSC|vn
Busan|KR|82|Co.|kr
Osaka|JP|81|KK|jp
Fukuoka|JP|81|KK|jp
Melbourne|AU|61|Pty|com.au
Wellington|NZ|64|Ltd|co.nz
Montréal|CA|1|Inc.|ca
Vancouver|CA|1|Inc.|ca
Portland|US|1|Inc.|com
Milwaukee|US|1|LLC|com
Monterrey|MX|52|SA|mx
Medellín|CO|57|SAS|co
Santiago|CL|56|SpA|cl
Rosario|AR|54|SA|com.ar
Curitiba|BR|55|Ltda|com.br
Montevideo|UY|598|SA|uy`;

/** Cities around the world. */
export const places: readonly Place[] = lines.split('\n').map((line) => {
  const [city = '', country = '', calling = '', form = '', tld = ''] = line.split('|');
  return { city, country, calling, form, tld };
});
