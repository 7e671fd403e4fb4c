using System.Globalization;

namespace S3Kit.Chaos;

/// <summary>What the command line says.</summary>
/// <param name="Verb"><c>run</c> or <c>measure</c>.</param>
/// <param name="Duration">For how long there is trouble.</param>
/// <param name="Seed">What every draw comes from.</param>
/// <param name="Callers">How many operations are under way at a time.</param>
internal sealed record ChaosArguments(string Verb, TimeSpan Duration, int Seed, int Callers)
{
    public const string Usage = """
        S3Kit.Chaos [run] [--seconds 60] [--seed N] [--callers 24]   trouble of all kinds, then: was anything lost, wrong, hung or leaked?
        S3Kit.Chaos measure [--callers 16]                           figures of three outages
        Three gateways, told by the environment: eval "$(test/servers/ceph-rgw.sh test-env)"
        """;

    /// <exception cref="FormatException">It says something else.</exception>
    public static ChaosArguments Parse(string[] arguments)
    {
        var verb = arguments is ["run" or "measure", ..] ? arguments[0] : "run";
        var parsed = new ChaosArguments(verb, TimeSpan.FromSeconds(60), Environment.TickCount & 0xFFFFF, verb == "run" ? 24 : 16);
        for (var i = arguments is ["run" or "measure", ..] ? 1 : 0; i < arguments.Length; i += 2)
        {
            var value = i + 1 < arguments.Length ? int.Parse(arguments[i + 1], CultureInfo.InvariantCulture) : throw new FormatException(Usage);
            parsed = arguments[i] switch
            {
                "--seconds" => parsed with { Duration = TimeSpan.FromSeconds(value) },
                "--seed" => parsed with { Seed = value },
                "--callers" => parsed with { Callers = value },
                _ => throw new FormatException(Usage),
            };
        }

        return parsed;
    }
}
