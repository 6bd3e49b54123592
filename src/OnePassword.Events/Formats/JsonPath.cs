using System.Text;

namespace OnePassword.Events.Formats;

/// <summary>The path of a value, for example <c>session.ip</c>. The default is a path that leads nowhere.</summary>
internal readonly struct JsonPath
{
    private readonly byte[][]? _names;

    private JsonPath(string path) => _names = [.. path.Split('.').Select(Encoding.UTF8.GetBytes)];

    public static implicit operator JsonPath(string path) => new(path);

    public JsonField In(JsonField root)
    {
        if (_names is null)
            return default;
        foreach (var name in _names)
            root = root[name];
        return root;
    }
}
