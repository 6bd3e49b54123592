using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OnePassword.Events.Cli.Tests.Packaging;

/// <summary>
/// Runs scripts as root on a copy of this machine: an overlay, in namespaces of its own. The kernel discards all changes when the
/// script ends. A script that exceeds the limit is killed. There is no network beyond loopback.
/// </summary>
internal static class MachineCopy
{
    // A native build on a busy machine.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    private const string Setup = """
        set -euo pipefail
        mount -t tmpfs tmpfs "$1/copy"
        mkdir "$1"/copy/{upper,work,root}
        mount -t overlay overlay -o "lowerdir=/,upperdir=$1/copy/upper,workdir=$1/copy/work" "$1/copy/root"
        mount -t proc proc "$1/copy/root/proc"
        mount --rbind /dev "$1/copy/root/dev"
        mount -t tmpfs tmpfs "$1/copy/root/run"
        mount --bind "$1" "$1/copy/root/mnt"
        ip link set lo up
        exec chroot "$1/copy/root" bash -xeuo pipefail /mnt/script
        """;

    /// <summary>Skips the test unless it is wanted, this machine is Debian, the user is root, and the programs are installed.</summary>
    public static void Require(params string[] programs)
    {
        if (Environment.GetEnvironmentVariable("OP_EVENTS_PACKAGING") != "1")
            Assert.Ignore("This test takes minutes. Set OP_EVENTS_PACKAGING=1 to run it.");
        if (!File.Exists("/etc/debian_version") || RuntimeInformation.OSArchitecture != Architecture.X64 || !Environment.IsPrivilegedProcess)
            Assert.Ignore("This test needs Debian on x64, and root.");
        foreach (var program in programs)
        {
            if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program))))
                Assert.Ignore($"There is no {program}. Install it: .ci/run lists the packages.");
        }
    }

    /// <summary>Runs a script on a copy of this machine, with a folder of the machine at <c>/mnt</c>.</summary>
    /// <returns>Standard output and standard error, with each command.</returns>
    public static async Task<string> RunAsync(string folder, string script)
    {
        Directory.CreateDirectory(Path.Combine(folder, "copy"));
        await File.WriteAllTextAsync(Path.Combine(folder, "script"), script);
        await File.WriteAllTextAsync(Path.Combine(folder, "setup"), Setup);
        string[] namespaces = ["--mount", "--pid", "--fork", "--kill-child", "--net", "--ipc", "--uts"];
        return await RunAsync("unshare", [.. namespaces, "bash", Path.Combine(folder, "setup"), folder]);
    }

    public static async Task<string> RunAsync(string program, params string[] args)
    {
        var start = new ProcessStartInfo("bash", ["-c", "exec \"$@\" 2>&1", "bash", program, .. args])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = Repository.Root,
        };
        // A build must not inherit the variables of dotnet test.
        foreach (var variable in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(variable);
        using var process = Process.Start(start)!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Limit, TimeProvider.System);
            await process.WaitForExitAsync().WaitAsync(Limit, TimeProvider.System);
            Assert.That(process.ExitCode, Is.Zero, $"{program} {string.Join(' ', args)}\n{output}");
            return output;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
