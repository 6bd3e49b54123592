namespace OnePassword.Events.Cli.Tests.Packaging;

/// <summary>Scripts for a copy of this machine.</summary>
internal static class Scripts
{
    /// <summary>The life of the package, with a running service and stubs instead of systemd. The files are in <c>/mnt</c>.</summary>
    public const string Lifecycle = """
        chmod 0755 /mnt
        chmod 0777 /mnt/notify
        unset OP_EVENTS_TOKEN EVENTS_API_TOKEN
        unit=/usr/lib/systemd/system/op-events.service
        out=/var/lib/op-events/out/main

        # systemd does not run here. The stubs record what the package asks it to do. Their failure must not block dpkg.
        mkdir -p /run/systemd/system
        for program in systemctl deb-systemd-invoke; do
            printf '#!/bin/sh\necho "%s $*" >> /run/calls\nexit 1\n' $program > /usr/bin/$program
        done
        calls() { [ "$(cat /run/calls)" = "$1" ] && rm /run/calls; }
        files() { find /etc /usr /var -xdev | grep -vE '^/var/(cache|log|backups|tmp|lib/(apt|dpkg|systemd/deb-systemd-helper-enabled))|-$' | sort; }
        files > /run/before

        # Installation: a user, a configuration, and a service that is neither enabled nor started.
        apt-get install --yes /mnt/op-events_0_amd64.deb
        calls 'systemctl --system daemon-reload'
        [ "$(getent passwd op-events | cut -d : -f 6,7)" = /var/lib/op-events:/usr/sbin/nologin ]
        [ ! -e /etc/systemd/system/multi-user.target.wants/op-events.service ]
        op-events --version
        man --where op-events op-events-follow.json
        bash -c '. /usr/share/bash-completion/completions/op-events && complete -p op-events'

        # The operator adds the token, and a server for this test.
        op-events emulator --token tok --port 18080 --latency 20ms > /dev/null &
        until OP_EVENTS_TOKEN=tok op-events introspect --url http://127.0.0.1:18080; do sleep 0.1; done
        printf tok | install -m 0600 /dev/stdin /etc/op-events/token
        printf tok | install -m 0600 /dev/stdin /etc/op-events/globex.token
        sed -i 's|"name": "main",|& "url": "http://127.0.0.1:18080",|; s|"state"|"page_size": 10, &|; s|// "group|"group|' /etc/op-events/follow.json
        op-events config check /etc/op-events/follow.json
        ln -s $unit /etc/systemd/system/multi-user.target.wants/op-events.service

        # The service runs with the settings of its unit: user, folders, umask, and a file system that is read-only elsewhere.
        setting() { sed -n "s/^$1=//p" $unit; }
        start() {
            install -d -o "$(setting User)" -g "$(setting User)" -m "$(setting StateDirectoryMode)" "/var/lib/$(setting StateDirectory)"
            install -d -o "$(setting User)" -m 0500 /run/credentials
            install -o "$(setting User)" -m 0400 "$(setting LoadCredential | cut -d : -f 2)" "/run/credentials/$(setting LoadCredential | cut -d : -f 1)"
            unshare --mount bash -euc '
                mount --bind "$1" "$1"
                mount --options remount,bind,ro /
                cd "$1"
                umask "$2"
                shift 2
                exec env --ignore-environment PATH="$PATH" CREDENTIALS_DIRECTORY=/run/credentials NOTIFY_SOCKET=/mnt/notify \
                    setpriv --reuid op-events --regid op-events --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all "$@"
            ' bash "$(setting WorkingDirectory)" "$(setting UMask)" $(setting ExecStart) &
            service=$!
        }
        lines() { cat $out/*.ndjson $out/*.open 2> /dev/null | wc -l; }
        start
        until [ "$(lines)" -gt 100 ]; do sleep 0.1; done
        kill -STOP $service # A slow upgrade must not find a service that has read everything.
        [ "$(stat --format='%U:%G %a' /var/lib/op-events)" = 'op-events:op-events 750' ]
        [ "$(stat --format='%U:%G %a' /var/lib/op-events/state)" = 'op-events:op-events 700' ]
        [ "$(stat --format='%U:%G %a' $out)" = 'op-events:op-events 750' ]
        [ "$(stat --format='%U:%G %a' $out/auditevents-00000001.ndjson.open)" = 'op-events:op-events 640' ]

        # An upgrade restarts a running service. No event is lost, and none is there twice.
        dpkg-deb --raw-extract /mnt/op-events_0_amd64.deb /run/next
        sed -i 's/^Version: .*/&+next/' /run/next/DEBIAN/control
        dpkg-deb -Znone --build /run/next /run/next.deb
        dpkg --install /run/next.deb
        calls 'systemctl --system daemon-reload
        deb-systemd-invoke try-restart op-events.service'
        grep -q 18080 /etc/op-events/follow.json
        kill -TERM $service
        kill -CONT $service
        wait $service
        [ "$(lines)" -lt 3000 ]
        start
        until [ "$(lines)" -ge 3000 ]; do sleep 0.1; done
        kill -TERM $service
        wait $service
        [ "$(cat $out/* | wc -l)" = 3000 ]
        [ "$(cat $out/* | sort -u | wc -l)" = 3000 ]

        # Removal keeps the configuration, the tokens and the events.
        dpkg --remove op-events
        calls 'deb-systemd-invoke stop op-events.service
        systemctl --system daemon-reload'
        [ ! -e /usr/bin/op-events ]
        [ -e /etc/op-events/follow.json ] && [ -e /etc/op-events/token ] && [ -e /etc/op-events/globex.token ] && [ "$(lines)" = 3000 ]

        # A purge removes everything except the events and the user.
        dpkg --purge op-events
        files | diff /run/before - | grep '^[<>]' | grep -v '^> /var/lib/op-events' > /run/left || true
        cat /run/left
        [ ! -s /run/left ]
        [ "$(lines)" = 3000 ]
        getent passwd op-events
        """;
}
