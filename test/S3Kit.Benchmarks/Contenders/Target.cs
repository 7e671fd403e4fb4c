namespace S3Kit.Benchmarks.Contenders;

/// <summary>What the contenders work on.</summary>
/// <param name="Url">The server.</param>
/// <param name="AccessKey">The access key.</param>
/// <param name="SecretKey">The secret key.</param>
/// <param name="Bucket">The bucket.</param>
internal sealed record Target(Uri Url, string AccessKey, string SecretKey, string Bucket)
{
    public const string Region = "us-east-1";
}
