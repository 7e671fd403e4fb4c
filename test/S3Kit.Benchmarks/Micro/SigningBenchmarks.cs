using BenchmarkDotNet.Attributes;
using S3Kit.Protocol;

namespace S3Kit.Benchmarks.Micro;

/// <summary>Step 7: the canonical request and its signature, with the derived key at hand as on all requests of a day but the first.</summary>
[MemoryDiagnoser]
public class SigningBenchmarks
{
    private const string PayloadHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private readonly SigV4Signer _signer = new();
    private readonly S3Credentials _credentials = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    private readonly DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly KeyValuePair<string, string>[] _headers =
    [
        new("host", "s3.eu-central-1.amazonaws.com"),
        new("x-amz-content-sha256", PayloadHash),
        new("x-amz-date", "20260102T030405Z"),
    ];

    /// <summary>Signs a get.</summary>
    /// <returns>The header.</returns>
    [Benchmark]
    public string Authorization() => _signer.CreateAuthorization(_credentials, "eu-central-1", _now, "GET", "/bucket/reports/2026/000001.json", "", _headers, PayloadHash);
}
