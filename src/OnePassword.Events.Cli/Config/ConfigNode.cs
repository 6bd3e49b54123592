using System.Text.Json;

namespace OnePassword.Events.Cli.Config;

/// <summary>A JSON value that knows where in its file it starts. Of an object, all members are there, those given twice as well.</summary>
internal sealed record ConfigNode(int Start, JsonValueKind Kind)
{
    /// <summary>A string without its quotes and escapes; a number as it was written.</summary>
    public string Text { get; init; } = "";

    public IReadOnlyList<ConfigNode> Items { get; init; } = [];

    public IReadOnlyList<Member> Members { get; init; } = [];

    internal sealed record Member(int Start, string Key, ConfigNode Value);
}
