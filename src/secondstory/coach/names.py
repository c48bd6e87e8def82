"""Given names from many places, so that a sentence about Olga is not taken for one about Redis.

Names that are also well-known software or ordinary words (Ruby, Jenkins, Will, Mark) are left out.
"""

GIVEN_NAMES = frozenset(
    """
    aaron abdul abdullah abigail ada adam adele adriana agnes ahmad ahmed aiko aisha akira alan albert alejandra alejandro
    aleksandra alex alexander alexandra alexis ali alice alicia alina alison amal amanda amar amelia amina amir amit amy ana
    anaya anders andre andrea andreas andrei andrew andrzej andy angela anika anil anita anja anke ann anna anne annika anton
    antonio anya arash ariel arjun arman arthur arun asha ashley astrid axel ayla aylin ayo ayse barbara bartosz beatrice
    beatriz ben benjamin bernd bert beth bethany bilal birgit bjorn bob bogdan boris brad brenda brian bridget bruno camila
    camille carl carla carlos carmen carol caroline catherine cecilia cem chandra charles charlie charlotte chen chiara chidi
    chinedu chloe chris christian christina christine christoph christopher claire clara claudia colin connor craig cristina
    cynthia dagmar daisuke dan dana daniel daniela danny daria darren dave david deborah deepa deepak denis dennis derek
    diana diego dieter dina dirk dmitri dmitry dominik donald dora doris douglas ebru edgar edith eduardo edward eero eileen
    ekaterina elena eleni eli elias elif elisa elise elizabeth ella ellen emil emilia emily emma emre enrique eric erik erika
    erin ernst esra esteban esther ethan eva evelyn ewa fabian farah farid fatima fatma fay felix feng fernando fiona florian
    francesca francesco francis frank franz frederik fredrik frida fumiko gabriel gabriela gareth gary geeta george georg
    gerard gita giulia gloria goran gordon graham greg gregor greta gudrun guido gunnar gustav hamid hamza hannah hans harald
    haruki hassan heather heidi heike heinz helen helena helga henrik henry hiroshi holger hugo hussein ian ibrahim ida ines
    inga inge ingrid ioana irene irina isaac isabel isabella ismail ivan ivana jack jackie jacob jacques jakob jakub james jamie
    jan jana jane janet janine jarek jason javier jean jeff jennifer jens jeremy jerome jessica jim joan joanna joe joel johan
    johanna john jonas jonathan jorge jose josef joseph josh joshua joyce juan juanita judith judy jules julia julian juliette
    jun jürgen juri karen karim karin karina karl karolina kate katerina katharina katherine kathleen kathy katja katrin
    keith keiko kelly ken kenji kenneth kerstin kevin khalid kim kiran klaus kofi konrad konstantin krishna kristina kumar
    kurt kwame lars laura lauren laurent lea leah leila lena leo leon leonard leonie leticia li liam lidia lina linda linus
    lisa lois lorenzo louis louise lucas lucia lucy ludwig luis luisa luka lukas lydia lynn magda magdalena magnus mahmoud
    malik manuel mara marc marcel marcin marco marcus marek margaret maria mariam marie marina mario marion marius marko
    markus marlene marta martha martin martina mary masha mateo mats matteo matthew matthias maureen max maya megan mehmet mei
    melanie melissa michael michal michel michelle miguel mika mikael mike mikhail milan milena ming minh miriam mohamed
    mohammed mohammad moira monica monika moritz mustafa nadia nadine naomi natalia natalie natasha neil nia nicholas nick
    nicola nicole niklas nikolai nils nina nisha noah noor nora norman nuno odile olaf ole oleg olga oliver olivia omar oscar
    oskar osman otto pablo pamela paola patricia patrick patrik paul paula paulo pavel pedro peggy peter petra phil philip
    philippe pierre piotr pooja pradeep prakash priya rachel radek rafael rahul raj rajesh ralf ralph ramesh ramon rana ravi
    raymond rebecca reinhard renata rene ricardo richard rita robert roberto robin rodrigo roger roland rolf roman ronald
    rosa roy rudolf sabine sabrina sadia sakura salim sally salma sam samantha samir samuel sandeep sandra sanjay sara
    sarah sasha satoshi scott sean sebastian selim selma sergei sergey sergio shane shannon sharon sheila shirin shreya silke
    silvia simon simone sofia sofie sonia sonja sophia sophie soren stefan stefanie stella stephan stephanie stephen steve
    steven stuart suki sunil suresh susan susanne sven svetlana sylvia tamara tanja tanya tara tariq tatiana ted teresa
    terry theo theresa thomas tiago tim timo tina tobias todd tom tomas tomasz tony torsten tracy tristan tuan ulla ulrich
    ulrike umar ursula ute uwe valentina valeria vanessa vera veronica veronika victor victoria vijay viktor vincent viola
    vivian vladimir walter wanda wei wendy werner wiebke wilhelm willem william wolfgang xavier xiao yan yara yasmin yiannis
    yolanda yuki yuri yusuf yvonne zainab zara zeynep zhang zoe zofia
    """.split()
)
