using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Generation;

/// <summary>Writes <c>signinattempts</c> with the fields in the order of the reference.</summary>
internal sealed class SignInAttemptWriter(SignIns signIns, Population population) : IEventWriter
{
    public void Write(ref JsonText json, long index, long timestamp, EmulatorApi api)
    {
        var signIn = signIns.At(index);
        var rng = signIn.Rest;
        var (kind, person, device) = (signIn.Kind, signIn.Person, signIn.Device);

        json.Raw("{\"uuid\":\""u8);
        json.Uuid(signIn.UuidHigh, signIn.UuidLow);
        json.Raw("\",\"session_uuid\":\""u8);
        json.Uuid(signIn.SessionHigh, signIn.SessionLow);
        json.Raw("\",\"timestamp\":\""u8);
        json.Time(timestamp);
        json.Raw(kind.Head);
        json.Raw(device.CountryCode);
        Details(ref json, kind.Rule, device, api);
        json.Raw(",\"target_user\":"u8);
        json.Raw(person.UserOf(api, asObserved: rng.OneIn(3)));
        json.Raw(device.ClientOf(ref rng));
        json.Raw(device.Place.LocationOf(ref rng));
        if (api == EmulatorApi.V2 && !rng.OneIn(8))
            json.Raw(population.AccountField);
    }

    /// <summary>Also closes <c>country</c>. Without a rule, V1 has a null and V2 has no field, as in captures.</summary>
    private static void Details(ref JsonText json, FirewallRule rule, Device device, EmulatorApi api)
    {
        if (rule == FirewallRule.None)
        {
            json.Raw(api == EmulatorApi.V1 ? "\",\"details\":null"u8 : "\""u8);
            return;
        }

        json.Raw("\",\"details\":{\"value\":\""u8);
        json.Raw(rule switch
        {
            FirewallRule.Ip => device.IpAddress,
            FirewallRule.Country => device.CountryCode,
            _ => device.Continent,
        });
        json.Raw("\"}"u8);
    }
}
