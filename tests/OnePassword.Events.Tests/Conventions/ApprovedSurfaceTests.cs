using System.Reflection;
using OnePassword.Events.Emulator;
using OnePassword.Events.Stubs;
using OnePassword.Events.V2;
using PublicApiGenerator;

namespace OnePassword.Events.Tests.Conventions;

/// <summary>A change of the public surface of a package is a decision, which the approved files record.</summary>
public sealed class ApprovedSurfaceTests
{
    private static readonly Assembly[] Assemblies = [typeof(EventsClient).Assembly, typeof(AuditEvent).Assembly, typeof(EventsEmulator).Assembly, typeof(EventsStubs).Assembly];

    private static readonly ApiGeneratorOptions Options = new()
    {
        DenyNamespacePrefixes = [], // By default, types in Microsoft.* are left out, and with them AddOnePasswordEvents.
        IncludeAssemblyAttributes = false, // They hold the version and the commit.
    };

    [TestCaseSource(nameof(Assemblies))]
    public void The_public_surface_is_the_approved_one(Assembly assembly)
    {
        var name = assembly.GetName().Name!;
        var approved = Repository.PathOf("tests", "OnePassword.Events.Tests", "Conventions", "Approved", $"{name}.txt");
        var expected = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "";
        var actual = assembly.GeneratePublicApi(Options).ReplaceLineEndings("\n") + "\n";
        if (actual == expected)
            return;

        var received = Repository.PathOf("artifacts", $"{name}.received.txt");
        File.WriteAllText(received, actual);
        Assert.Fail($"""
            The public surface of {name} has changed:
            {Difference(expected, actual)}
            If the change is intended, describe it in CHANGELOG.md and approve it:
            cp {Path.GetRelativePath(Repository.Root, received)} {Path.GetRelativePath(Repository.Root, approved)}
            """);
    }

    private static string Difference(string expected, string actual)
    {
        var (before, after) = (Located(expected), Located(actual));
        return string.Join('\n', before.Except(after, StringComparer.Ordinal).Select(line => $"- {line}").Concat(after.Except(before, StringComparer.Ordinal).Select(line => $"+ {line}")));
    }

    // Each member with its type: many types have a member of the same text.
    private static List<string> Located(string api)
    {
        var type = "";
        var located = new List<string>();
        foreach (var line in api.Split('\n').Where(line => line.Trim() is not ("" or "{" or "}")))
        {
            type = line.StartsWith("        ", StringComparison.Ordinal) ? type : line.Split(" : ")[0].Trim();
            located.Add($"{type}: {line.Trim()}");
        }
        return located;
    }
}
