using System.Text.Json.Serialization;

namespace S3Kit.Benchmarks.Compare;

/// <summary>One contender in one case, as it is printed and written.</summary>
internal sealed record CompareRow(
    string Case,
    int Callers,
    string Contender,
    double Ops,
    double Mbps,
    double AllocKb,
    double CpuMs,
    double RatioToBare,
    [property: JsonPropertyName("s3kitOver")] double S3KitOver);
