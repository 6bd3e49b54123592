using System.Text.Json.Nodes;

namespace OnePassword.Events.Fleet.Tests.Support.InProcess;

/// <summary>A configuration file of op-events follow in a folder of its own.</summary>
internal sealed class FollowFile : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    public string Path => _folder["follow.json"];

    public static FollowFile Of(params IEnumerable<string> accounts)
    {
        var file = new FollowFile();
        file.Write(accounts);
        return file;
    }

    public static FollowFile WithText(string text)
    {
        var file = new FollowFile();
        file.WriteText(text);
        return file;
    }

    /// <summary>Writes a file with accounts whose tokens are in variables.</summary>
    public void Write(params IEnumerable<string> accounts) => WriteText(new JsonObject
    {
        ["accounts"] = new JsonArray([.. accounts.Select(JsonNode (name) => new JsonObject
        {
            ["name"] = name,
            ["token"] = new JsonObject { ["env"] = "TOKEN" },
        })]),
    }.ToJsonString());

    public void WriteText(string text) => _folder.Write("follow.json", text);

    public void Dispose() => _folder.Dispose();
}
