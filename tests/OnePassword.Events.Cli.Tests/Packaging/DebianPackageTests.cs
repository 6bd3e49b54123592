using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Packaging;

/// <summary>The Debian package: built, checked, installed, upgraded, removed and purged on a copy of this machine.</summary>
[Category("Debian")]
[Category("Slow")]
[Platform("Linux")]
public sealed class DebianPackageTests
{
    private const string Package = "op-events_0_amd64.deb";

    private static readonly string[] Programs =
        ["dpkg-deb", "dpkg-shlibdeps", "gcc", "ip", "lintian", "man", "setpriv", "strace", "systemd-analyze", "unshare"];

    [Test]
    public async Task Package_installs_follows_as_its_own_user_upgrades_and_is_removed()
    {
        using var folder = await PrepareAsync();
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(folder["notify"]));
        var states = ReceiveAsync(systemd);
        var log = await MachineCopy.RunAsync(folder.Path, Scripts.Lifecycle);

        systemd.Close();
        Assert.That(await states, Does.StartWith("READY=1").And.Contain("STATUS=following 3 feeds of 1 account").And.Contain("STOPPING=1"));
        Assert.That(log, Does.Contain("op-events: the events and checkpoints remain."));
    }

    [Test]
    public async Task Package_has_no_errors_or_warnings_of_lintian()
    {
        using var folder = await PrepareAsync();
        var log = await MachineCopy.RunAsync("lintian", "--allow-root", "--info", folder[Package]);
        Assert.That(log, Does.Not.Match("(?m)^[EWI]: "));
    }

    [Test]
    public async Task Package_comes_with_a_bill_of_materials_and_checksums_and_contains_the_notices()
    {
        using var folder = await PrepareAsync();
        var file = await BuiltPackage.PathAsync();
        var output = Path.GetDirectoryName(file)!;
        var bill = Directory.GetFiles(output, "op-events-*-linux-x64.cdx.json").Single();
        var checksums = await File.ReadAllLinesAsync(Path.Combine(output, "SHA256SUMS"));
        Assert.That(checksums.Select(line => line.Split("  ")[1]), Is.EquivalentTo(new[] { Path.GetFileName(file), Path.GetFileName(bill) }));
        await MachineCopy.RunAsync("bash", "-c", $"cd '{output}' && sha256sum --check --strict SHA256SUMS");

        await MachineCopy.RunAsync("dpkg-deb", "--raw-extract", file, folder["package"]);
        var copyright = await File.ReadAllTextAsync(folder["package/usr/share/doc/op-events/copyright"]);
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(bill));
        var packages = document.RootElement.GetProperty("components").EnumerateArray()
            .Where(component => component.TryGetProperty("publisher", out _))
            .Select(component => $"\n{component.GetProperty("name")} {component.GetProperty("version")} (").ToList();
        Assert.That(copyright, Does.StartWith(Repository.Read("LICENSE")));
        Assert.That(packages, Is.Not.Empty.And.All.Matches<string>(package => copyright.Contains(package, StringComparison.Ordinal)));
    }

    [Test]
    public async Task Unit_is_valid_and_hardened()
    {
        using var folder = await PrepareAsync();
        var log = await MachineCopy.RunAsync(folder.Path, """
            dpkg --install /mnt/op-events_0_amd64.deb
            systemd-analyze verify op-events.service
            systemd-analyze security --offline=true --threshold=20 op-events.service > /dev/null
            """);
        Assert.That(log, Does.Not.Contain("op-events.service:"), "findings of systemd-analyze verify");
    }

    [Test]
    public async Task Dependencies_are_the_libraries_that_the_program_links_and_loads()
    {
        using var folder = await PrepareAsync();
        var log = await MachineCopy.RunAsync(folder.Path, """
            mkdir -p /srv/package/debian && cd /srv/package
            dpkg-deb --raw-extract /mnt/op-events_0_amd64.deb tool
            printf 'Source: op-events\n\nPackage: op-events\nArchitecture: any\n' > debian/control
            dpkg-shlibdeps -O --ignore-missing-info -xnone tool/usr/bin/op-events 2> /dev/null
            dpkg-deb --field /mnt/op-events_0_amd64.deb Depends | sed 's/^/package:Depends=/'

            # Everything that a run over TLS opens belongs to these packages.
            tool/usr/bin/op-events emulator --tls ca.pem --token tok --port 18443 > emulator.log &
            until grep -q '^ca' emulator.log; do sleep 0.1; done
            OP_EVENTS_TOKEN=tok SSL_CERT_FILE=$PWD/ca.pem strace -f -e trace=openat -o opened \
                tool/usr/bin/op-events export --url https://127.0.0.1:18443 --output out
            grep -oP '"\K[^"]*\.so[.][.0-9]+(?=".* = [0-9])' opened | xargs -n 1 readlink -f | sort -u | sed 's,^/lib/,/usr/lib/,' |
                while read -r library; do
                    dpkg --search "*${library#/usr}" | head -n 1 | sed 's/^/loaded:/'
                done
            """);
        var declared = Regex.Match(log, "(?m)^package:Depends=(.*)$").Groups[1].Value.Split(", ");
        var linked = Regex.Match(log, "(?m)^shlibs:Depends=(.*)$").Groups[1].Value.Split(", ");
        var loaded = Regex.Matches(log, @"(?m)^loaded:([^:]+):").Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal);
        Assert.That(linked, Is.Not.Empty.And.SubsetOf(declared));
        Assert.That(loaded, Has.Member("libc6").And.Member("libssl3"));
        Assert.That(loaded, Is.All.Matches<string>(package =>
            Array.Exists(declared, entry => Regex.IsMatch(entry, $@"(^|\| ){Regex.Escape(package)}( |$)"))), log);
    }

    private static async Task<TemporaryFolder> PrepareAsync()
    {
        MachineCopy.Require(Programs);
        var folder = new TemporaryFolder();
        File.Copy(await BuiltPackage.PathAsync(), folder[Package]);
        return folder;
    }

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        var (text, buffer) = (new StringBuilder(), new byte[1_000]);
        try
        {
            while (true)
                text.Append(Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer))).Append('\n');
        }
        catch (SocketException)
        {
            return text.ToString(); // The test has closed the socket.
        }
        catch (ObjectDisposedException)
        {
            return text.ToString();
        }
    }
}
