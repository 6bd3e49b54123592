using System.Text;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Config;

/// <summary>A follow.json in a temporary folder.</summary>
internal sealed class ConfigFile : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public string Path => this["follow.json"];

    public string this[string name] => _folder[name];

    public string Folder => _folder.Path;

    public static FollowPlan Accepted(string json, params (string Name, string Value)[] environment)
    {
        using var file = new ConfigFile();
        foreach (var (name, value) in environment)
            file.Environment.Add(name, value);
        return file.Read(json);
    }

    /// <summary>Returns the problems of an invalid file, one per line.</summary>
    public static string[] ProblemsOf(string json, params (string Name, string Value)[] environment)
    {
        using var file = new ConfigFile();
        foreach (var (name, value) in environment)
            file.Environment.Add(name, value);
        return file.Problems(Encoding.UTF8.GetBytes(json));
    }

    public FollowPlan Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    public FollowPlan Read(byte[] json)
    {
        File.WriteAllBytes(Path, json);
        return FollowConfig.Read(Path, Context(Environment.GetValueOrDefault));
    }

    public string[] Problems(byte[] json)
    {
        var error = Assert.Throws<CliException>(() => Read(json))!;
        Assert.That(error.ExitCode, Is.EqualTo(ExitCode.Usage));
        return error.Message.Replace(Folder + System.IO.Path.DirectorySeparatorChar, "", StringComparison.Ordinal).Split('\n');
    }

    /// <summary>Returns a context with an environment and the time <see cref="Now"/>.</summary>
    public static CliContext Context(Func<string, string?>? environment = null) =>
        new(Stream.Null, TextWriter.Null, TextReader.Null, environment ?? (_ => null), new FakeTimeProvider(Now));

    public void Dispose() => _folder.Dispose();
}
