using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Packaging;

/// <summary>The container image: built without an engine, and run as its user with a read-only root.</summary>
[Category("Container")]
[Category("Slow")]
[Platform("Linux")]
public sealed class ContainerTests
{
    private const string Command = "dotnet publish src/OnePassword.Events.Cli -r linux-x64 -t:ContainerImage";

    // The base image comes from the mirror of Debian. There is no registry here.
    private const string Build = """
        set -xeuo pipefail
        cd "$1"
        export BUILDAH_ISOLATION=chroot STORAGE_DRIVER=vfs
        store() { buildah --root "$PWD/store" --runroot "$PWD/run" "$@"; }
        mmdebstrap --quiet --variant=minbase bookworm base.tar
        base=$(store from scratch)
        store add --quiet "$base" base.tar /
        store commit --quiet "$base" docker.io/library/debian:bookworm-slim
        (cd "$2" && $3 "-p:ContainerEngine=buildah --root $1/store --runroot $1/run" "-p:ArtifactFolder=$1/packages" -nologo)
        label='{{index .OCIv1.Config.Labels "org.opencontainers.image.title"}}'
        store inspect --type image --format "user {{.OCIv1.Config.User}} title $label" op-events
        cp -a "$(store mount "$(store from --pull-never op-events)")" image
        store umount --all
        """;

    private const string Run = """
        mount --bind /mnt/image /mnt/image
        mount --options remount,bind,ro /mnt/image
        mount -t proc proc /mnt/image/proc
        mount --rbind /dev /mnt/image/dev
        install -d -o 10001 -g 10001 -m 0700 /run/volume
        mount --bind /run/volume /mnt/image/var/lib/op-events
        cd /run/volume

        container() {
            setpriv --no-new-privs --bounding-set=-all,+sys_chroot,+setuid,+setgid \
                env --ignore-environment OP_EVENTS_TOKEN=tok SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt \
                /usr/sbin/chroot --userspec=10001:10001 --groups= /mnt/image /usr/bin/op-events "$@"
        }
        container export --emulator --output /var/lib/op-events/out
        [ "$(cat out/* | wc -l)" -ge 3000 ]
        container emulator --tls /var/lib/op-events/ca.pem --port 18443 --token tok > emulator.log &
        until grep -q '^ca' emulator.log; do sleep 0.1; done

        # The image trusts the certificate authorities of its own file, and no other.
        [ "$(grep -c BEGIN /mnt/image/etc/ssl/certs/ca-certificates.crt)" -gt 100 ]
        container introspect --url https://localhost:18443 --timeout 5s && exit 1
        cat ca.pem /mnt/image/etc/ssl/certs/ca-certificates.crt > trusted
        mount --bind trusted /mnt/image/etc/ssl/certs/ca-certificates.crt
        container export --url https://localhost:18443 --output /var/lib/op-events/tls
        [ "$(cat tls/*.ndjson | wc -l)" = 3000 ]
        du --summarize --block-size=1M /mnt/image --one-file-system
        """;

    [Test]
    public async Task Image_exports_over_TLS_as_its_own_user_with_a_read_only_root()
    {
        MachineCopy.Require("gcc", "dpkg-deb", "unshare", "ip", "setpriv", "buildah", "mmdebstrap");
        using var folder = new TemporaryFolder();
        string[] script = ["bash", folder.Write("build", Build), folder.Path, Repository.Root, Command];
        var log = await MachineCopy.RunAsync("unshare", ["--mount", .. script]);
        Assert.That(log, Does.Contain("user 10001:10001 title op-events"));
        Assert.That(File.Exists(folder["image/bin/sh"]) || File.Exists(folder["image/usr/bin/sh"]), Is.False);

        log = await MachineCopy.RunAsync(folder.Path, Run);
        var size = int.Parse(log.Trim().Split('\n')[^1].Split('\t')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(size, Is.LessThan(40));
    }
}
