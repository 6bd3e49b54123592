namespace OnePassword.Events.Cli.Connection;

/// <summary>Warns of a token that everybody on the machine can read.</summary>
internal static class TokenFile
{
    public static void WarnIfOthersMayRead(string path, ToolIo io)
    {
        if (OperatingSystem.IsWindows())
            return;
        var file = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var mode = File.GetUnixFileMode(file);
        if (mode.HasFlag(UnixFileMode.OtherRead))
            io.Say($"Warning: every user of this machine can read the token in {path} (mode {Convert.ToString((int)mode, toBase: 8).PadLeft(4, '0')}). Run: chmod 600 {file}");
    }
}
