using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Config.Outputs;

/// <summary>Reads an output of the type <c>stdout</c>.</summary>
internal static class StdoutReader
{
    public static FollowOutput Read(ConfigSection output) => new StdoutOutput
    {
        Ack = output.Optional<string?>("ack", null, ReadAck),
        Gzip = output.Optional("gzip", missing: false, value => value.Flag()),
        Envelope = output.Optional("envelope", missing: false, value => value.Flag()),
    };

    private static string ReadAck(ConfigValue value) =>
        value.Word("a path, or -") == AckSource.StandardInput ? AckSource.StandardInput : value.FullPath();
}
