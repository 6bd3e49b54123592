using System.Text.RegularExpressions;
using Npgsql;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Fleet.Commands;
using YamlDotNet.RepresentationModel;

namespace OnePassword.Events.Fleet.Tests.Packaging;

/// <summary>The files that deploy a fleet, and what the program says about them.</summary>
internal static partial class PackagingFiles
{
    public const string Folder = "src/OnePassword.Events.Fleet/packaging";

    public static string Read(string file) => Repository.Read($"{Folder}/{file}").ReplaceLineEndings("\n");

    public static YamlNode Yaml(string file)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(Read(file));
        stream.Load(reader);
        return stream.Documents.Single().RootNode;
    }

    /// <summary>Returns the value of each directive of a unit or an instruction of a Containerfile.</summary>
    public static ILookup<string, string> Settings(string file, char separator) => Read(file).Split('\n')
        .Where(line => line.Contains(separator, StringComparison.Ordinal) && line[0] != '#')
        .Select(line => line.Split(separator, 2)).ToLookup(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    /// <summary>Asserts that the program accepts a command line.</summary>
    public static void AssertParses(params IEnumerable<string> args)
    {
        var cli = new CliContext(Stream.Null, TextWriter.Null, TextReader.Null, _ => null, TimeProvider.System);
        var parsed = FleetApplication.CreateRoot(cli).Parse([.. args]);
        Assert.That(parsed.Errors.Select(error => error.Message), Is.Empty, string.Join(' ', args));
    }

    /// <summary>Asserts that a connection string is valid and has no password.</summary>
    public static void AssertHasNoSecret(string connection)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        Assert.That((settings.Password, settings.Passfile), Is.EqualTo(((string?)null, (string?)null)));
        Assert.That(new[] { settings.Host, settings.Database, settings.Username }, Is.All.Not.Null);
    }

    /// <summary>Returns the seconds of a duration such as <c>30s</c>.</summary>
    public static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(
        int.Parse(Digits().Match(text).Value, System.Globalization.CultureInfo.InvariantCulture));

    [GeneratedRegex("^[0-9]+")]
    private static partial Regex Digits();
}
