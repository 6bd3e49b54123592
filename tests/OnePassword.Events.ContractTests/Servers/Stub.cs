using Newtonsoft.Json.Linq;

namespace OnePassword.Events.ContractTests.Servers;

/// <summary>One stub: a request as it is agreed, and the answer to it.</summary>
public sealed class Stub
{
    private Stub(string path) => (Name, Content) = (Path.GetRelativePath(Path.Combine(Folder, "mappings"), path).Replace('\\', '/'), JObject.Parse(File.ReadAllText(path)));

    /// <summary>Gets WireMock's root folder.</summary>
    public static string Folder { get; } = Repository.PathOf("tests", "OnePassword.Events.ContractTests", "stubs");

    public static IReadOnlyList<Stub> All { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => new Stub(path))];

    public string Name { get; }

    public JObject Content { get; }

    public int Status => (int)Content["response"]!["status"]!;

    /// <summary>Gets the answer's body as JSON; null if it is none.</summary>
    public JToken? Body => Content["response"]!["jsonBody"];

    /// <summary>Gets whether the stub says that its answer is not what the specification promises.</summary>
    public bool BreaksTheSchema => (bool?)Content["metadata"]?["breaksTheSchema"] ?? false;

    /// <summary>Gets the operation; null if the stub is for several.</summary>
    public string? OperationPath => (string?)Content["request"]!["urlPath"];

    public override string ToString() => Name;
}
