using System.Reflection;
using PublicApiGenerator;

namespace OnePassword.Events.Tests.Conventions;

/// <summary>Compares the public surface of each package with the approved one, so that it changes only on purpose.</summary>
public sealed class ApprovedSurfaceTests
{
    private static readonly ApiGeneratorOptions Options = new()
    {
        DenyNamespacePrefixes = [], // The default excludes Microsoft.*, the namespace of AddOnePasswordEvents.
        IncludeAssemblyAttributes = false, // They contain the version and the commit.
    };

    [TestCaseSource(typeof(PublicSurface), nameof(PublicSurface.Assemblies))]
    public void Public_surface_is_approved(Assembly assembly)
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
            If you intend this change, describe it in CHANGELOG.md and approve it:
            cp {Path.GetRelativePath(Repository.Root, received)} {Path.GetRelativePath(Repository.Root, approved)}
            """);
    }

    private static string Difference(string expected, string actual)
    {
        var (before, after) = (WithTypes(expected), WithTypes(actual));
        var removed = before.Except(after, StringComparer.Ordinal).Select(line => $"- {line}");
        var added = after.Except(before, StringComparer.Ordinal).Select(line => $"+ {line}");
        return string.Join('\n', removed.Concat(added));
    }

    // Members of different types can have the same text, so each line starts with the type.
    private static List<string> WithTypes(string api)
    {
        var type = "";
        var lines = new List<string>();
        foreach (var line in api.Split('\n').Where(line => line.Trim() is not ("" or "{" or "}")))
        {
            type = line.StartsWith("        ", StringComparison.Ordinal) ? type : line.Split(" : ")[0].Trim();
            lines.Add($"{type}: {line.Trim()}");
        }
        return lines;
    }
}
