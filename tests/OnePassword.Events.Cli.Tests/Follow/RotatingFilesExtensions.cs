using System.Text;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Tests.Follow;

internal static class RotatingFilesExtensions
{
    public static Task<OutputPosition> AppendAsync(this RotatingFiles files, string lines) =>
        files.AppendAsync(Encoding.UTF8.GetBytes(lines), CancellationToken.None);

    /// <summary>The current name of the file of a position, which is open.</summary>
    public static string OpenFile(this OutputPosition position) => position.File + ".open";

    /// <summary>Appends a page and returns its position without the fingerprint.</summary>
    public static async Task<OutputPosition> PositionAfterAsync(this RotatingFiles files, string lines) =>
        await files.AppendAsync(lines) with { Fingerprint = null };
}
