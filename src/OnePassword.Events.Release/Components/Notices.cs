using System.Text;

namespace OnePassword.Events.Release.Components;

/// <summary>Writes the copyright notices and licenses of all packages, as their licenses demand.</summary>
internal static class Notices
{
    private const string Line = "----------------------------------------------------------------------";

    // The license of this repository. Many packages with it do not contain its text.
    private static readonly string Mit = Text("LICENSE").Split("\n\n", 3)[2];

    // The text of Confluent.Kafka, whose package does not contain it.
    private static readonly string Apache = Text("Apache-2.0.txt");

    // The text of Snappier, whose package does not contain it.
    private static readonly string Bsd = Text("BSD-3-Clause.txt");

    // The text of Npgsql, whose package does not contain it.
    private static readonly string PostgreSql = Text("PostgreSQL.txt");

    public static void Write(LinkedFiles files, string name, string file)
    {
        var text = new StringBuilder($"{name} contains the packages below. Each section names packages and their license.\n");
        foreach (var group in files.Packages.GroupBy(TextOf, StringComparer.Ordinal))
        {
            text.Append($"\n{Line}\n\n");
            foreach (var package in group)
                text.Append($"{package.Id} {package.Version} ({package.License}) {package.ProjectUrl}\n");
            text.Append($"\n{group.Key}\n");
        }
        File.WriteAllText(file, text.ToString());
    }

    private static string TextOf(LinkedPackage package)
    {
        string[] texts = [.. Texts(package.Folder, "LICENSE*"), .. Texts(package.Folder, "THIRD-PARTY-NOTICES*")];
        if (texts.Length > 0)
            return string.Join($"\n\n", texts);
        var license = package switch
        {
            { License: "MIT" } => Mit,
            { License: "Apache-2.0" } => Apache,
            { License: "BSD-3-Clause" } => Bsd,
            { License: "PostgreSQL", Id: "Npgsql" } => PostgreSql,
            _ => throw new IOException(
                $"{package.Id} {package.Version} does not contain its license, {package.License}. Add it to Notices.cs."),
        };
        return $"{package.Copyright ?? package.Authors}\n\n{license}";
    }

    private static IEnumerable<string> Texts(string folder, string pattern) =>
        Directory.GetFiles(folder, pattern, new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive })
            .Order(StringComparer.Ordinal).Select(file => File.ReadAllText(file).ReplaceLineEndings("\n").Trim());

    private static string Text(string resource)
    {
        using var reader = new StreamReader(typeof(Notices).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Trim();
    }
}
