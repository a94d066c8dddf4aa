const given = `Aarav Abena Adaeze Adam Agnieszka Ahmed Aiko Aino Aisha Alejandro Alice Amara Amina Amit Ana Anders
Andrea Anika Anna Antoine Arjun Astrid Ayşe Beatriz Ben Bianca Björn Bruno Camila Carlos Catarina Chiara Chidi Chloé
Clara Daniel Daniela David Deepa Diego Dmitri Eero Elena Elif Emil Emma Enzo Erik Esther Eva Farah Fatima Felix Femi
Finn Francesca Freya Gabriel Giulia Grace Grzegorz Hana Hannah Haruto Hassan Helena Hiroshi Hugo Ibrahim Ida Ines
Ingrid Irina Isabel Ivan Jakub James Jana Javier João Johan Jonas José Julia Jun Kaito Karin Karim Kasia Katrin Kemal
Klara Kofi Kwame Lars Laura Layla Léa Leila Lena Leo Liam Linnea Lucas Lucía Luka Magnus Maja Malik Marek Maria Marta
Mateo Matilda Mehmet Mei Mia Miguel Mila Milan Minh Mira Mohammed Nadia Naomi Natalia Ngozi Nia Niamh Nikolai Nina Noah
Noor Nora Olga Oliver Omar Oscar Paula Pedro Petra Pieter Priya Rafael Rahul Rania Ravi Rosa Ruth Sadia Samir Sana
Santiago Sara Sean Selin Simon Sofia Stefan Sunita Sven Tariq Tereza Thabo Thandiwe Theo Tomás Tuan Ulrika Valentina
Vera Victor Wanjiru Wei Willem Yara Yasmin Yuki Yusuf Zainab Zofia Zoë`;

const family = `Abdi Abe Acheampong Adeyemi Ahmed Akhtar Alvarez Andersen Andersson Aoki Appiah Araújo Arslan Asante
Bakker Banerjee Barbosa Baumann Becker Benali Berg Bianchi Blanc Bondarenko Boateng Brandt Brown Campbell Cardoso
Carvalho Castillo Chan Chanda Chen Clarke Conti Costa Cruz Czarnecki Dahl Das De-Vries Demir Desai Diallo Díaz Dlamini
Doyle Dubois Duarte Eriksen Espinoza Evans Fernández Ferrari Fischer Fontaine Forsberg Fujita Gallo García Georgiou
Girard González Greco Gupta Haddad Hall Hansen Hartmann Hassan Hernández Hoang Hoffmann Holm Horváth Hughes Ibrahim
Ito Ivanova Iyer Jansen Jansson Jensen Johansson Jovanović Kamau Kaminski Kapoor Karlsson Kaya Keller Khan Kim Klein
Kobayashi Koch Kovács Kowalska Krüger Kumar Larsen Laurent Le Lefèvre Lehtonen Lewis Li Lindberg Liu López Lund
MacLeod Mahlangu Mäkinen Malik Mancini Marino Martin Martínez Mbeki Mehta Mendoza Mensah Meyer Moreau Moreno Morita
Moyo Müller Murphy Mwangi Nair Nakamura Ndlovu Ndiaye Nguyen Nielsen Nikolaidis Novak Nowak Nyström Obi Odhiambo
Okafor Okeke Olsen Omondi Ortiz Osei Ortega Özdemir Papadopoulos Park Patel Pereira Petersen Petrov Pham Popescu Prieto
Ramírez Rao Reddy Reyes Ribeiro Ricci Rojas Romano Rossi Roux Ruiz Saito Salazar Salonen Santos Sato Schmidt Schneider
Schulz Sharma Silva Singh Smith Sørensen Sousa Suzuki Svensson Sy Takahashi Tanaka Thomas Torres Tran Traoré Vargas
Vasquez Virtanen Visser Vogel Wagner Walker Wang Watanabe Weber Williams Wilson Wójcik Wong Yamamoto Yıldız Zhang
Ziegler`;

/** Given and family names from many places. */
export const personNames = { given: given.split(/\s+/), family: family.split(/\s+/) };
