using System.Text.Json;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Packaging;

/// <summary>The container image: built without an engine, and run as its user with a read-only root.</summary>
[Category("Container")]
[Category("Slow")]
[Platform("Linux")]
public sealed class ContainerTests
{
    private const string Command = "dotnet publish src/OnePassword.Events.Cli -r linux-x64 -t:ContainerImage";

    // There is no registry here. The base image comes from the mirror of Debian and, like that of Docker, omits documentation.
    private const string Build = """
        set -xeuo pipefail
        cd "$1"
        export BUILDAH_ISOLATION=chroot STORAGE_DRIVER=vfs
        store() { buildah --root "$PWD/store" --runroot "$PWD/run" "$@"; }
        mmdebstrap --quiet --variant=minbase \
            --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' bookworm base.tar
        base=$(store from scratch)
        store add --quiet "$base" base.tar /
        store commit --quiet "$base" localhost/base
        (cd "$2" && $3 "-p:ContainerEngine=buildah --root $1/store --runroot $1/run" -p:ContainerBase=localhost/base \
            "-p:ArtifactFolder=$1/packages" -nologo)
        store inspect --type image op-events > image.json
        cp -a "$(store mount "$(store from --pull-never op-events)")" image
        store umount --all
        """;

    // Runs the image as an engine does: with the configuration of the image, and mounts of the guide.
    private const string Run = """
        . /mnt/image.sh
        mkdir /mnt/image/etc/op-events /run/config
        mount --bind /mnt/image /mnt/image
        mount --options remount,bind,ro /mnt/image
        mount -t proc proc /mnt/image/proc
        mount --rbind /dev /mnt/image/dev
        install -d -o "${user%:*}" -g "${user#*:}" -m 0700 /run/volume
        mount --bind /run/volume "/mnt/image$volume"
        cd /run/volume
        run=(setpriv --no-new-privs --bounding-set=-all,+dac_read_search,+sys_chroot,+setuid,+setgid env --ignore-environment "${env[@]}")
        image=(/usr/bin/unshare --root=/mnt/image --wd="$workdir" --setuid="${user%:*}" --setgid="${user#*:}" "${entrypoint[@]}")
        tool() { "${run[@]}" OP_EVENTS_TOKEN=tok "${image[@]}" "$@"; }

        tool export --emulator --output export
        [ "$(cat export/* | wc -l)" -ge 3000 ]
        tool emulator --tls ca.pem --port 18443 --token tok > emulator.log &
        until grep -q '^ca' emulator.log; do sleep 0.1; done

        # The image trusts the certificate authorities of its own file, and no other.
        [ "$(grep -c BEGIN /mnt/image/etc/ssl/certs/ca-certificates.crt)" -gt 100 ]
        code=0
        tool introspect --url https://localhost:18443 --timeout 5s 2> error || code=$?
        cat error
        [ $code = 5 ]
        grep -q certificate error
        cat ca.pem /mnt/image/etc/ssl/certs/ca-certificates.crt > trusted
        mount --bind trusted /mnt/image/etc/ssl/certs/ca-certificates.crt

        # The default command follows, and stops on SIGTERM.
        sed 's|"name": "main",|& "url": "https://localhost:18443",|' /mnt/follow.json > /run/config/follow.json
        printf tok | install -m 0440 -g "${user#*:}" /dev/stdin /run/config/token
        mount --bind --options ro /run/config /mnt/image/etc/op-events
        "${run[@]}" "${image[@]}" "${cmd[@]}" &
        until [ "$(cat out/main/* | wc -l)" -ge 3000 ]; do sleep 0.1; done 2> /dev/null
        kill -TERM $!
        wait $!
        [ "$(cat out/main/* | wc -l)" = 3000 ]

        # The licenses of all parts.
        grep -q Spectre.Console /mnt/image/usr/share/doc/op-events/copyright
        for package in ca-certificates libc6 libssl3 op-events; do test -s /mnt/image/usr/share/doc/$package/copyright; done
        du --summarize --block-size=1M /mnt/image --one-file-system
        """;

    [Test]
    public async Task Image_follows_over_TLS_as_its_own_user_with_a_read_only_root()
    {
        MachineCopy.Require("gcc", "dpkg-deb", "unshare", "ip", "setpriv", "buildah", "mmdebstrap");
        using var folder = new TemporaryFolder();
        string[] script = ["bash", folder.Write("build", Build), folder.Path, Repository.Root, Command];
        await MachineCopy.RunAsync("unshare", ["--mount", .. script]);
        using var image = JsonDocument.Parse(await File.ReadAllTextAsync(folder["image.json"]));
        var config = image.RootElement.GetProperty("OCIv1").GetProperty("config");
        Assert.That(config.GetProperty("User").GetString(), Is.EqualTo("10001:10001"));
        Assert.That(config.GetProperty("Labels").GetProperty("org.opencontainers.image.title").GetString(), Is.EqualTo("op-events"));
        folder.Write("image.sh", Variables(config));
        File.Copy(Repository.PathOf("src", "OnePassword.Events.Cli", "packaging", "debian", "follow.json"), folder["follow.json"]);
        Assert.That(File.Exists(folder["image/bin/sh"]) || File.Exists(folder["image/usr/bin/sh"]), Is.False);

        var log = await MachineCopy.RunAsync(folder.Path, Run);
        var size = int.Parse(log.Trim().Split('\n')[^1].Split('\t')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(size, Is.LessThan(40));
    }

    // The configuration of the image, as variables of Bash.
    private static string Variables(JsonElement config)
    {
        var volume = config.GetProperty("Volumes").EnumerateObject().Single().Name;
        string List(string name) => string.Join(' ', config.GetProperty(name).EnumerateArray().Select(item => Quoted(item.GetString()!)));
        return $"""
            user={Quoted(config.GetProperty("User").GetString()!)}
            workdir={Quoted(config.GetProperty("WorkingDir").GetString()!)}
            volume={Quoted(volume)}
            env=({List("Env")})
            entrypoint=({List("Entrypoint")})
            cmd=({List("Cmd")})
            """;
    }

    private static string Quoted(string text) => $"'{text}'";
}
