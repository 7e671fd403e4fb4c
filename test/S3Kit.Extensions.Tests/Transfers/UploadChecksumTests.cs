using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using S3Kit.Checksums;
using S3Kit.Embedded;
using S3Kit.Tests.Protocol;

namespace S3Kit.Tests.Transfers;

/// <summary>Checksums that go with the bytes: the embedded store computes them too, and refuses what does not fit.</summary>
public sealed class UploadChecksumTests
{
    private const int MiB = UploadApp.MiB;

    private UploadApp _app = null!;

    [SetUp]
    public async Task SetUp() => _app = await UploadApp.StartAsync();

    [TearDown]
    public async Task TearDown() => await _app.DisposeAsync();

    [Test]
    public async Task PutObject_InOneRequest_IsKeptWithItsChecksum([Values(ChecksumAlgorithm.Crc32, ChecksumAlgorithm.Crc32C, ChecksumAlgorithm.Crc64Nvme, ChecksumAlgorithm.Sha1, ChecksumAlgorithm.Sha256)] ChecksumAlgorithm algorithm)
    {
        byte[] bytes = RandomNumberGenerator.GetBytes(1000);

        await _app.Store.PutObjectAsync("bucket", "key", UploadApp.Unseekable(bytes), new PutObjectOptions { ChecksumAlgorithm = algorithm });

        Assert.That(Stored(), Is.EqualTo((algorithm, ChecksumFormat.Of(algorithm)!.Compute(bytes), false)));
    }

    [Test]
    public async Task PutObject_InParts_IsKeptWithItsChecksum(
        [Values(ChecksumAlgorithm.Crc32, ChecksumAlgorithm.Crc32C, ChecksumAlgorithm.Crc64Nvme, ChecksumAlgorithm.Sha1, ChecksumAlgorithm.Sha256)] ChecksumAlgorithm algorithm,
        [Values] bool throughAStream)
    {
        byte[] bytes = RandomNumberGenerator.GetBytes((12 * MiB) + 1);
        if (throughAStream)
        {
            await using ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key", new OpenWriteOptions { ChecksumAlgorithm = algorithm });
            await stream.WriteAsync(bytes);
        }
        else
        {
            await _app.Store.PutObjectAsync("bucket", "key", new MemoryStream(bytes), new PutObjectOptions { ChecksumAlgorithm = algorithm });
        }

        Assert.That(Stored(), Is.EqualTo((algorithm, Expected(algorithm, bytes), algorithm != ChecksumAlgorithm.Crc64Nvme)));
        await _app.AssertStoredAsync("key", bytes);
    }

    [Test]
    public async Task PutObject_TooLargeToHashBeforehand_GoesInParts()
    {
        await using UploadApp app = await UploadApp.StartAsync(options => options.Transfers.MultipartThreshold = 1024L * MiB);
        var options = new PutObjectOptions { ChecksumAlgorithm = ChecksumAlgorithm.Crc32C };

        await app.Store.PutObjectAsync("bucket", "small", new PatternStream(16 * MiB, canSeek: true), options);
        await app.Store.PutObjectAsync("bucket", "large", new PatternStream((16 * MiB) + 1, canSeek: true), options);
        await app.Store.PutObjectAsync("bucket", "without", new PatternStream((16 * MiB) + 1, canSeek: true));

        Assert.That(
            new[] { "small", "large", "without" }.Select(key => app.Bucket.Current(key)!).Select(version => (version.PartLengths.Count, version.Checksum is not null)),
            Is.EqualTo(new[] { (0, true), (4, true), (0, false) }));
    }

    [Test]
    public async Task PutObject_ByDefault_SendsNoneOfTheseHeaders()
    {
        using var server = new FakeServer(static request => request.Target switch
        {
            "/bucket/large?uploads=" => Replies.Text(200, "<InitiateMultipartUploadResult><UploadId>id</UploadId></InitiateMultipartUploadResult>"),
            "/bucket/large?uploadId=id" => Replies.Text(200, "<CompleteMultipartUploadResult><ETag>tag-2</ETag></CompleteMultipartUploadResult>"),
            _ => Replies.Empty(200),
        });
        await using ServiceProvider services = FakeServices.Create(server, options: options => options.Transfers.MultipartThreshold = 6 * MiB);

        await services.Store().PutObjectAsync("bucket", "small", new MemoryStream([1]));
        await services.Store().PutObjectAsync("bucket", "large", new MemoryStream(new byte[9 * MiB]));

        Assert.That(server.Requests, Has.Count.EqualTo(5));
        Assert.That(server.Requests.SelectMany(static request => request.Headers.Keys), Has.None.Contains("checksum").And.None.Contains("x-amz-sdk").And.None.Contains("trailer"));
    }

    [Test]
    public async Task PutObject_AskedFor_SendsAndSignsThem()
    {
        using var server = new FakeServer();
        await using ServiceProvider services = FakeServices.Create(server);

        await services.Store().PutObjectAsync("bucket", "key", new MemoryStream("123456789"u8.ToArray()), new PutObjectOptions { ChecksumAlgorithm = ChecksumAlgorithm.Crc32C });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(server.Last.Headers["x-amz-checksum-crc32c"], Is.EqualTo("4waSgw=="));
            Assert.That(server.Last.Headers["x-amz-sdk-checksum-algorithm"], Is.EqualTo("CRC32C"));
            Assert.That(server.Last.Headers["authorization"], Does.Contain("x-amz-checksum-crc32c").And.Contain("x-amz-sdk-checksum-algorithm"));
        }
    }

    [Test]
    public void PutObject_BytesChangeOnTheWay_IsRefused()
    {
        // The store's answer to what does not fit; that it computes them itself is tested with it.
        _app.Break(EmbeddedOperation.PutObject, EmbeddedFault.Status(System.Net.HttpStatusCode.BadRequest, "BadDigest"));

        Assert.ThrowsAsync<S3IntegrityException>(() => _app.Store.PutObjectAsync("bucket", "key", new MemoryStream([1]), new PutObjectOptions { ChecksumAlgorithm = ChecksumAlgorithm.Sha256 }));
    }

    private static string Expected(ChecksumAlgorithm algorithm, byte[] bytes)
    {
        ChecksumFormat format = ChecksumFormat.Of(algorithm)!;
        if (algorithm == ChecksumAlgorithm.Crc64Nvme)
        {
            return format.Compute(bytes);
        }

        byte[] parts = [.. bytes.Chunk(UploadApp.PartSize).SelectMany(part => Convert.FromBase64String(format.Compute(part)))];
        return $"{format.Compute(parts)}-3";
    }

    private (ChecksumAlgorithm Algorithm, string Value, bool IsComposite) Stored()
    {
        ObjectChecksum checksum = _app.Bucket.Current("key")!.Checksum!;
        return (checksum.Algorithm.Algorithm, checksum.Value, checksum.IsComposite);
    }
}
