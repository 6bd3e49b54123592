using System.Reflection;
using OnePassword.Events.Emulator;
using OnePassword.Events.Stubs;
using OnePassword.Events.V2;

namespace OnePassword.Events.Tests.Conventions;

/// <summary>The public surface is what was agreed to; a change of it is a decision, not an accident.</summary>
public sealed class ApprovedSurfaceTests
{
    private static readonly Assembly[] Assemblies = [typeof(EventsClient).Assembly, typeof(AuditEvent).Assembly, typeof(EventsEmulator).Assembly, typeof(EventsStubs).Assembly];

    [TestCaseSource(nameof(Assemblies))]
    public void The_public_surface_is_the_approved_one(Assembly assembly)
    {
        var name = assembly.GetName().Name!;
        var approved = Repository.PathOf("tests", "OnePassword.Events.Tests", "Conventions", "Approved", $"{name}.txt");
        var (expected, actual) = (File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "", PublicApi.Of(assembly));
        if (actual == expected)
            return;

        var received = Repository.PathOf("artifacts", $"{name}.received.txt");
        File.WriteAllText(received, actual);
        Assert.Fail($"""
            The public surface of {name} has changed:
            {Difference(expected, actual)}
            If it is meant, tell users of it in CHANGELOG.md, and approve it:
            cp {Path.GetRelativePath(Repository.Root, received)} {Path.GetRelativePath(Repository.Root, approved)}
            """);
    }

    // Of each line its type, so that a member that many types have is seen where it changed.
    private static string Difference(string expected, string actual)
    {
        var (before, after) = (Located(expected), Located(actual));
        return string.Join('\n', before.Except(after, StringComparer.Ordinal).Select(line => $"- {line}").Concat(after.Except(before, StringComparer.Ordinal).Select(line => $"+ {line}")));
    }

    private static List<string> Located(string api)
    {
        var type = "";
        var located = new List<string>();
        foreach (var line in api.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            type = line.StartsWith(' ') ? type : line;
            located.Add(line == type ? line : $"{type.Split(" : ")[0]}: {line.Trim()}");
        }
        return located;
    }
}
