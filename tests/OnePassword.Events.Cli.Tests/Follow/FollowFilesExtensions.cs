using System.Text;
using OnePassword.Events.Cli.Follow;

namespace OnePassword.Events.Cli.Tests.Follow;

internal static class FollowFilesExtensions
{
    public static Task<OutputPosition> WriteAsync(this FollowFiles files, string lines) =>
        files.WriteAsync(Encoding.UTF8.GetBytes(lines), CancellationToken.None);
}
