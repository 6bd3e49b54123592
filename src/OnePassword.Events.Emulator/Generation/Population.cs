using OnePassword.Events.Emulator.Seeding;
using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Generation;

/// <summary>The account with its people, vaults, items and groups. It depends only on the seed.</summary>
internal sealed class Population
{
    private static readonly string[] Names =
    [
        "Jack O'Neill", "Wendy Appleseed", "Zoë Müller", "Nguyễn Thị Hạnh", "李小龍", "Ольга Иванова", "محمد الفارسي",
        "Søren Ærøskøbing", "Ana María Núñez", "R&D <Automation>", "Priya Raghunathan", "D'Arcy \"Dee\" O'Brien", "山田 太郎",
        "Łukasz Żółć", "Emoji 🦊 Fox", "Marie-Hélène Lefèbvre", "Kwame Mensah", "Aroha Ngata", "Ελένη Παπαδοπούλου", "Bob Smith",
    ];

    private static readonly string[] Mailboxes =
    [
        "jack.o'neill", "wendy", "zoe.mueller", "hanh.nguyen", "bruce", "olga", "m.alfarsi", "soren", "ana.maria+work",
        "rd&automation", "priya", "dee", "taro.yamada", "lukasz", "fox", "mh.lefebvre", "kwame", "aroha", "eleni", "bob_smith",
    ];

    public Population(ulong seed, bool unknownFields)
    {
        var rng = new Rng(Rng.Key(seed, RngStream.Population), 0);
        Account = Uuids.Upper(rng.Next(), rng.Next());
        Integration = Uuids.Upper(rng.Next(), rng.Next());
        AccountUuid = GoJson.Utf8(Account);
        AccountField = GoJson.Utf8($",\"account_uuid\":\"{Account}\"");
        Vaults = [.. Lower(ref rng, 24)];
        Items = [.. Lower(ref rng, 480)];
        Groups = [.. Lower(ref rng, 12)];

        var people = new Person[Names.Length * 2];
        for (var i = 0; i < people.Length; i++)
        {
            var name = Names[i % Names.Length] + (i < Names.Length ? "" : " Jr.");
            var external = i % 7 == 5;
            var mailbox = Mailboxes[i % Mailboxes.Length] + (i < Mailboxes.Length ? "" : "2");
            var email = mailbox + (external ? "@partner.example" : "@example.com");
            var place = Place.All[i % Place.All.Count];
            Device[] devices = [.. NewDevices(ref rng, i, place, unknownFields)];
            people[i] = new Person(ref rng, name, email, external, hasDetails: i % 16 != 15, Account, devices);
        }

        People = people;
    }

    public string Account { get; }

    /// <summary>Gets the uuid of the Events Reporting integration, which is the subject of the token.</summary>
    public string Integration { get; }

    public byte[] AccountUuid { get; }

    /// <summary>Gets the prepared <c>,"account_uuid":"…"</c>.</summary>
    public byte[] AccountField { get; }

    public IReadOnlyList<Person> People { get; }

    public IReadOnlyList<byte[]> Vaults { get; }

    public IReadOnlyList<byte[]> Items { get; }

    public IReadOnlyList<byte[]> Groups { get; }

    public Person AnyPerson(ref Rng rng) => People[rng.Below(People.Count)];

    /// <summary>Returns the vault of an item, always the same.</summary>
    public byte[] VaultOf(int item) => Vaults[item % Vaults.Count];

    private static Device[] NewDevices(ref Rng rng, int person, Place place, bool unknownFields)
    {
        var devices = new Device[3];
        for (var i = 0; i < devices.Length; i++)
            devices[i] = new Device(ref rng, person, i, place, unknownFields);
        return devices;
    }

    private static byte[][] Lower(ref Rng rng, int count)
    {
        var uuids = new byte[count][];
        for (var i = 0; i < count; i++)
            uuids[i] = GoJson.Utf8(Uuids.Lower(rng.Next(), rng.Next()));
        return uuids;
    }
}
