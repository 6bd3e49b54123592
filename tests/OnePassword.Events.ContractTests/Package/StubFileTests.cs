using OnePassword.Events.ContractTests.Servers;

namespace OnePassword.Events.ContractTests.Package;

/// <summary>The files of the stubs, and the table in the README of their package.</summary>
public sealed class StubFileTests
{
    private static readonly string Folder = Repository.PathOf("src", "OnePassword.Events.Stubs", "stubs", "__admin", "mappings");

    [Test]
    public void Each_file_is_a_stub_with_its_path_as_the_title()
    {
        var files = Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'));
        Assert.That(Stub.All.Select(stub => $"{stub.Name}.json"), Is.EquivalentTo(files));
    }

    [Test]
    public void No_request_matches_two_stubs() =>
        Assert.That(
            from stub in Stub.All
            from path in stub.Paths
            group stub by (path, stub.Authorization, Body: $"{stub.ExpectedBody}", stub.State) into same
            where same.Count() > 1
            select string.Join(" and ", same),
            Is.Empty);

    [Test]
    public void The_table_in_the_README_lists_each_token_with_its_operations_and_statuses()
    {
        var rows = Repository.Read("src", "OnePassword.Events.Stubs", "README.md").ReplaceLineEndings("\n").Split('\n')
            .Where(line => line.StartsWith("| `stub-", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => $"{cells[1].Trim('`')}: {Sorted(PathsOf(cells[2]))}, {Sorted(cells[3].Split(", "))}");
        var stubs = Stub.All.GroupBy(stub => stub.Authorization["Bearer ".Length..], StringComparer.Ordinal)
            .Select(token => $"{token.Key}: {Sorted(token.SelectMany(stub => stub.Paths))}, "
                + Sorted(token.Select(stub => $"{stub.Status}")));
        Assert.That(rows, Is.EquivalentTo(stubs));

        static string Sorted(IEnumerable<string> values) =>
            string.Join(' ', values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> PathsOf(string operations) => Feeds.Paths.Where(path => operations switch
    {
        "All" => true,
        "Feeds" => !path.EndsWith("introspect", StringComparison.Ordinal),
        "Introspection" => path.EndsWith("introspect", StringComparison.Ordinal),
        "Introspection (V2)" => path == "/api/v2/auth/introspect",
        "Sign-in attempts" => path.EndsWith("signinattempts", StringComparison.Ordinal),
        "Sign-in attempts (V2)" => path == "/api/v2/signinattempts",
        _ => throw new NotSupportedException($"The table names operations that this test does not know: {operations}"),
    });
}
