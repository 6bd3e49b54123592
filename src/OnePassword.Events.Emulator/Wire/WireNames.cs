namespace OnePassword.Events.Emulator.Wire;

/// <summary>Names of feeds and versions in paths and JSON.</summary>
internal static class WireNames
{
    public const string Introspect = "introspect";

    private static readonly string[] Feeds = ["auditevents", "itemusages", "signinattempts"];

    public static string Of(EmulatorFeed feed) => Feeds[(int)feed];

    public static EmulatorFeed? ToFeed(string name) =>
        Array.IndexOf(Feeds, name) is >= 0 and var feed ? (EmulatorFeed)feed : null;

    public static EmulatorApi? ToApi(string name) => name switch { "v1" => EmulatorApi.V1, "v2" => EmulatorApi.V2, _ => null };
}
