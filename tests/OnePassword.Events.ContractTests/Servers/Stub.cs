using System.Text.Json;
using System.Text.RegularExpressions;

namespace OnePassword.Events.ContractTests.Servers;

/// <summary>One stub: a request as it is agreed, and the answer to it.</summary>
public sealed class Stub
{
    /// <summary>The case in which nothing is odd and nothing fails.</summary>
    public const string Plain = "sequence";

    private readonly JsonElement _content;

    private Stub(string path) => (Name, _content) = (Path.GetRelativePath(Path.Combine(Folder, "mappings"), path).Replace('\\', '/'), JsonElement.Parse(File.ReadAllText(path)));

    /// <summary>Gets WireMock's root folder.</summary>
    public static string Folder { get; } = Repository.PathOf("tests", "OnePassword.Events.ContractTests", "stubs");

    public static IReadOnlyList<Stub> All { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => new Stub(path))];

    public string Name { get; }

    /// <summary>Gets the request as it is agreed, in WireMock's words.</summary>
    public JsonElement Request => _content.GetProperty("request");

    public int Status => Response.GetProperty("status").GetInt32();

    /// <summary>Gets the answer's body as JSON; null if it is none.</summary>
    public JsonElement? Body => Response.Member("jsonBody");

    /// <summary>Gets whether the stub says that its answer is not what the specification promises.</summary>
    public bool BreaksTheSchema => _content.Member("metadata")?.GetProperty("breaksTheSchema").GetBoolean() ?? false;

    /// <summary>Gets the operation; null if the stub is for several.</summary>
    public string? OperationPath => Request.Member("urlPath")?.GetString();

    /// <summary>Gets the case, which the token of the request names.</summary>
    public string Case => Request.GetProperty("headers").GetProperty("Authorization").GetProperty("equalTo").GetString()!["Bearer t0ken-".Length..];

    private JsonElement Response => _content.GetProperty("response");

    public bool IsFor(string path) => OperationPath is { } one ? one == path : Regex.IsMatch(path, $@"\A(?:{Request.GetProperty("urlPathPattern")})\z", RegexOptions.NonBacktracking);

    public override string ToString() => Name;
}
