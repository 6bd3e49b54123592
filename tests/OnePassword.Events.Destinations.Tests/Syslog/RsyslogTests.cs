using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OnePassword.Events.Destinations.Tests.Syslog;

/// <summary>Delivery to rsyslog of Debian.</summary>
[Category("Shippers")]
public sealed class RsyslogTests
{
    private const string Program = "/usr/sbin/rsyslogd";

    [Test]
    public async Task Rsyslog_receives_each_event_once()
    {
        if (!File.Exists(Program))
            Assert.Ignore($"There is no {Program}. Install rsyslog.");
        var folder = Directory.CreateTempSubdirectory("op-events-").FullName;
        var (received, port) = (Path.Combine(folder, "received"), FreePort());
        var settings = Path.Combine(folder, "rsyslog.conf");
        await File.WriteAllTextAsync(settings, $$"""
            global(workDirectory="{{folder}}")
            module(load="imtcp")
            input(type="imtcp" address="127.0.0.1" port="{{port}}" ruleset="events")
            template(name="line" type="string" string="%msgid% %app-name% %msg%\n")
            ruleset(name="events") { action(type="omfile" file="{{received}}" template="line") }
            """);
        using var program = Process.Start(Program, ["-n", "-i", Path.Combine(folder, "pid"), "-f", settings]);
        try
        {
            using var syslog = new SyslogDelivery(
                new SyslogOptions { Url = new Uri(FormattableString.Invariant($"tcp://127.0.0.1:{port}")) });
            foreach (var feed in FeedNames.All)
                await syslog.DeliverAsync(Pages.Of(500), Pages.Origin with { Feed = feed });
            await Wait.UntilAsync(() => Lines(received).Count >= 1_500);
            Assert.That(Lines(received), Is.EquivalentTo(
                from feed in FeedNames.All
                from one in Pages.Of(500)
                select $"{feed} op-events {one}"));
        }
        finally
        {
            program.Kill();
            await program.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<string> Lines(string path)
    {
        if (!File.Exists(path))
            return [];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    // The program starts later than the delivery, which waits for it.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
