using System.Globalization;
using System.Text;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Fleet.Tests.Support;

/// <summary>An account on an emulator of its own.</summary>
internal sealed class EmulatedAccount : IAsyncDisposable
{
    private const int EventsBefore = 20;

    private EmulatedAccount(string name, EventsEmulator emulator) => (Name, Emulator) = (name, emulator);

    public static IReadOnlyList<EmulatorFeed> Feeds { get; } = Enum.GetValues<EmulatorFeed>();

    public string Name { get; }

    public EventsEmulator Emulator { get; }

    /// <summary>Gets the number of events per feed.</summary>
    public int Events { get; private set; } = EventsBefore;

    public static async Task<EmulatedAccount> StartAsync(int number) => new(
        string.Create(CultureInfo.InvariantCulture, $"account-{number:000}"),
        await EventsEmulator.StartAsync(
            new EmulatorOptions { Seed = number, EventsPerFeed = EventsBefore, Quota = Quota.Off }));

    /// <summary>Appends an event to each feed.</summary>
    public void Append()
    {
        var time = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
        foreach (var feed in Feeds)
        {
            var json = string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"uuid": "{{Name}}-{{feed}}-{{Events}}",  "timestamp":"{{time}}","text":"Zoë \u00e9 {{Events}}"}""");
            Emulator.Append(feed, Encoding.UTF8.GetBytes(json));
        }
        Events++;
    }

    /// <summary>Returns the name of a feed's row in the database.</summary>
    public string Follower(EmulatorFeed feed) => $"{Name}-{feed.ToString().ToLowerInvariant()}";

    public ValueTask DisposeAsync() => Emulator.DisposeAsync();
}
