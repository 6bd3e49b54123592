namespace OnePassword.Events.Emulator.Seeding;

/// <summary>The random streams of a seed. Never change a number: a seed must always generate the same events.</summary>
internal static class RngStream
{
    public const ulong Population = 1;
    public const ulong Token = 2;
    public const ulong Cursor = 3;

    public static ulong Content(EmulatorFeed feed) => 16 + ((ulong)feed * 4);

    public static ulong Times(EmulatorFeed feed) => Content(feed) + 1;

    public static ulong Kinds(EmulatorFeed feed) => Content(feed) + 2;
}
