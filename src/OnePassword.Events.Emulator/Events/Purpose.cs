namespace OnePassword.Events.Emulator.Events;

/// <summary>What the keys derived from a seed are for. The numbers are part of what a seed means: never change one.</summary>
internal static class Purpose
{
    public const ulong Population = 1;
    public const ulong Token = 2;
    public const ulong Cursor = 3;

    /// <summary>Content, times and kinds of the events of a feed.</summary>
    public static ulong Content(EmulatorFeed feed) => 16 + ((ulong)feed * 4);

    public static ulong Times(EmulatorFeed feed) => Content(feed) + 1;

    public static ulong Kinds(EmulatorFeed feed) => Content(feed) + 2;
}
