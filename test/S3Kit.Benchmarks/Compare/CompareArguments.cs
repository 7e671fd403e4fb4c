using System.Globalization;
using S3Kit.Benchmarks.Contenders;

namespace S3Kit.Benchmarks.Compare;

/// <summary>What the command line says of a comparison.</summary>
internal sealed class CompareArguments
{
    private readonly List<string> _cases = [];

    /// <summary>The real endpoint to measure on; <see langword="null"/> for the loopback server.</summary>
    public Target? Target { get; private set; }

    public string? JsonFile { get; private set; }

    public int Rounds { get; private set; } = 5;

    public double Seconds { get; private set; } = 2;

    public static CompareArguments Parse(IReadOnlyList<string> arguments)
    {
        var parsed = new CompareArguments();
        for (int i = 0; i < arguments.Count; i += 2)
        {
            string value = i + 1 < arguments.Count ? arguments[i + 1] : throw new ArgumentException($"{arguments[i]} lacks its value.");
            switch (arguments[i])
            {
                case "--json":
                    parsed.JsonFile = value;
                    break;
                case "--rounds":
                    parsed.Rounds = int.Parse(value, CultureInfo.InvariantCulture);
                    break;
                case "--seconds":
                    parsed.Seconds = double.Parse(value, CultureInfo.InvariantCulture);
                    break;
                case "--case":
                    parsed._cases.Add(value);
                    break;
                case "--endpoint":
                    parsed.Target = new Target(
                        new Uri(value), Variable("S3_ACCESS_KEY"), Variable("S3_SECRET_KEY"), Environment.GetEnvironmentVariable("S3_BUCKET") ?? "s3kit-compare");
                    break;
                default:
                    throw new ArgumentException($"There is no argument {arguments[i]}: --json FILE, --rounds N, --seconds S, --case NAME, --endpoint URL.");
            }
        }

        return parsed;
    }

    /// <summary>Whether a case is to be measured. What needs a server that holds its answers back, or lists ten thousand keys, is not done on a real endpoint.</summary>
    public bool Wants(CaseDefinition definition) =>
        (_cases.Count == 0 || _cases.Contains(definition.Name, StringComparer.Ordinal)) && (Target is null || (!definition.IsFar && definition.Work != WorkKind.List));

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? throw new ArgumentException($"--endpoint needs the keys in S3_ACCESS_KEY and S3_SECRET_KEY; {name} is not set.");
}
