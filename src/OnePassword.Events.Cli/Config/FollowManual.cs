using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Config;

/// <summary>The manual page op-events-follow.json(5), from the schema of the file.</summary>
internal static class FollowManual
{
    public const string Name = "op-events-follow.json";

    private const string Example = """
        {
          // The token is in a file of its own.
          "accounts": [{ "name": "acme", "token": { "file": "acme.token" } }],
          "state": "state",
          "outputs": [{ "type": "files", "folder": "out", "rotate_every": "1d" }],
        }
        """;

    public static string Write(DateTimeOffset date, string version)
    {
        var page = new ManualPage(Name, 5, "configuration file of op-events follow", date, version);
        page.Section("DESCRIPTION");
        page.Paragraph(
            "op-events follow --config reads all its settings from this file. It is JSON, and can contain comments and trailing "
                + "commas. Unknown keys are errors.");
        page.Paragraph(SchemaKey.DescriptionOfFile);
        page.Paragraph("op-events config check shows what follow would do with a file, without reading events.");
        page.Section("KEYS");
        page.Paragraph(
            "poll.min is the key min of the object poll. accounts[].name is the key name of an object in the list accounts.");
        AddKeys(page, SchemaKey.All);
        page.Section("OUTPUTS");
        page.Paragraph("The keys of an output depend on its type. Each output of an account has checkpoints of its own.");
        foreach (var (type, description, keys) in SchemaKey.Outputs)
        {
            page.Subsection(type);
            page.Paragraph(description);
            AddKeys(page, keys);
        }
        page.Section("VALUES");
        foreach (var (name, description) in SchemaKey.Forms)
            page.Item(ManualPage.Italic(name), description);
        page.Section("EXAMPLES");
        page.Literal(Example);
        page.Section("SEE ALSO");
        page.Paragraph("op-events(1)");
        return page.ToString();
    }

    private static void AddKeys(ManualPage page, IEnumerable<SchemaKey> keys)
    {
        foreach (var key in keys)
            page.Item($"{ManualPage.Bold(key.Path)} ({ManualPage.Italic(Plain(key.Value))})", Describe(key));
    }

    private static string Describe(SchemaKey key) => key.Default switch
    {
        "none" => key.Meaning,
        "required" => $"{key.Meaning} Required.",
        var value => $"{key.Meaning} Default: {Plain(value).TrimEnd('.')}.",
    };

    // The guide marks literal words.
    private static string Plain(string markdown) => markdown.Replace("`", "", StringComparison.Ordinal);
}
