using System.Text.Json;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow.Status;

namespace OnePassword.Events.Cli.Config;

/// <summary>Reads where health and metrics are served, and who can read them.</summary>
internal static class ListenReader
{
    private static readonly string[] Sources = ["env", "file"];

    public static StatusListener? Read(ConfigSection file, ConfigContext context)
    {
        var address = file.Optional<ListenAddress?>("listen", null, ReadAddress);
        var isProtected = file.Has("listen_token");
        var source = file.Section("listen_token", token => ReadToken(token, isProtected));
        if (isProtected && !file.Has("listen"))
            file.AddProblem("listen_token", "requires listen");
        if (address is null)
            return null;
        var listener = new StatusListener(address, source is null ? null : AccountToken.From(source, context.Cli));
        if (listener.Problem is { } problem && !isProtected)
            file.AddProblem("listen", $"{problem}. Add listen_token, or listen on loopback");
        return listener;
    }

    private static ListenAddress ReadAddress(ConfigValue value) => value.Node.Kind == JsonValueKind.Number
        ? ListenAddress.OnLoopback(value.WholeNumber(0, ushort.MaxValue))
        : ListenAddress.TryParse(value.Word(ListenAddress.Forms))
            ?? throw new InvalidValueException($"{value.Node.Display} is not {ListenAddress.Forms}");

    private static TokenSource? ReadToken(ConfigSection token, bool isRequired)
    {
        var variable = token.Optional<TokenSource?>("env", null, TokenReader.ReadVariable);
        var file = token.Optional<TokenSource?>("file", null, TokenReader.ReadFile);
        if (isRequired && Sources.Count(token.Has) != 1)
            token.AddProblem("must have exactly one of env and file");
        return variable ?? file;
    }
}
