namespace OnePassword.Events.Emulator.Events;

/// <summary>A member of the account, or an external one, prepared as each feed shows them.</summary>
internal sealed class Person
{
    public Person(
        ref Rng rng, string name, string email, bool external, bool hasDetails, string account, IReadOnlyList<Device> devices)
    {
        var uuid = Uuids.NewUpper(ref rng);
        var home = external ? Uuids.NewUpper(ref rng) : account;
        var type = external ? "external_user" : "user";
        var user = GoJson.Object(("uuid", uuid), ("name", name), ("email", email));

        Devices = devices;
        Uuid = GoJson.Utf8(uuid);
        User = GoJson.Utf8(user);
        DocumentedUser = GoJson.Utf8(GoJson.Object(
            ("uuid", uuid), ("name", name), ("email", email),
            ("user_type", type), ("user_account_uuid", external ? home : null)));
        ObservedUser = GoJson.Utf8(GoJson.Object(("uuid", uuid), ("name", name), ("email", email), ("type", type)));

        // actor_details are missing where the API no longer knows the person; only externals name their own account.
        var actor = $"\",\"actor_uuid\":\"{uuid}\"" + (hasDetails ? $",\"actor_details\":{user}" : "");
        var actorAccount = external ? $",\"actor_account_uuid\":\"{home}\"" : "";
        ActorV1 = GoJson.Utf8(actor);
        ActorV2 = GoJson.Utf8($"{actor},\"actor_type\":\"{type}\"{actorAccount},\"account_uuid\":\"{account}\"");
    }

    public IReadOnlyList<Device> Devices { get; }

    public byte[] Uuid { get; }

    /// <summary>Gets the object with the three fields of V1 and of every <c>*_details</c>.</summary>
    public byte[] User { get; }

    private byte[] DocumentedUser { get; }

    /// <summary>Gets the user as captured from V2 sign-ins: <c>type</c> where the reference has <c>user_type</c>.</summary>
    private byte[] ObservedUser { get; }

    private byte[] ActorV1 { get; }

    private byte[] ActorV2 { get; }

    /// <summary>From the quote that closes the timestamp to the fields that V2 adds for the actor.</summary>
    public ReadOnlySpan<byte> Actor(EmulatorApi api) => api == EmulatorApi.V1 ? ActorV1 : ActorV2;

    public ReadOnlySpan<byte> UserOf(EmulatorApi api, bool asObserved = false) =>
        api == EmulatorApi.V1 ? User : asObserved ? ObservedUser : DocumentedUser;
}
