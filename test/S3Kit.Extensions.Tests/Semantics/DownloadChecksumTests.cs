using System.Security.Cryptography;
using S3Kit.Checksums;
using S3Kit.Embedded;
using S3Kit.Tests.Protocol;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Semantics;

/// <summary>13: what is downloaded has the checksum that the store sends with it.</summary>
public sealed class DownloadChecksumTests
{
    private const int Size = 300_000;

    private static readonly ChecksumAlgorithm[] Algorithms = [ChecksumAlgorithm.Crc32, ChecksumAlgorithm.Crc32C, ChecksumAlgorithm.Crc64Nvme, ChecksumAlgorithm.Sha1, ChecksumAlgorithm.Sha256];

    private byte[] _bytes = null!;

    [SetUp]
    public void SetUp() => _bytes = RandomNumberGenerator.GetBytes(Size);

    [Test]
    public async Task Read_ByteChangedOnTheWay_FailsAtTheLastByte([ValueSource(nameof(Algorithms))] ChecksumAlgorithm algorithm, [Values(0, Size / 2, Size - 1)] int position)
    {
        await using EmbeddedScene scene = await StoreAsync(algorithm);
        scene.Fault(EmbeddedFault.CorruptByte(position));
        await using GetObjectResult result = await scene.GetAsync();
        await result.Content.ReadExactlyAsync(new byte[Size - 1]);

        S3IntegrityException? error = Assert.CatchAsync<S3IntegrityException>(() => result.Content.ReadAllAsync());

        Assert.That(error!.Message, Does.Contain(ChecksumFormat.Of(algorithm)!.Name));
        Assert.That(scene.Snapshot("a").ConsecutiveFailures, Is.Zero);
        Assert.That(() => result.Content.ReadAllAsync(), Throws.TypeOf<S3IntegrityException>());
        Assert.That(scene.Gets, Has.Count.EqualTo(1), "Other bytes of it would not help.");
    }

    [TestCaseSource(nameof(Algorithms))]
    public async Task Read_BytesAreRight_AreRead(ChecksumAlgorithm algorithm)
    {
        await using EmbeddedScene scene = await StoreAsync(algorithm);
        scene.Fault(EmbeddedFault.ResetInBody(Size / 3));

        Assert.That(await scene.ReadAsync(), Is.EqualTo(_bytes));
        Assert.That(scene.Gets.Select(call => call.Header("x-amz-checksum-mode")), Is.EqualTo(new[] { "ENABLED", null }));
    }

    [Test]
    public async Task Read_ByteChangedInTheSecondConnection_Fails()
    {
        await using EmbeddedScene scene = await StoreAsync(ChecksumAlgorithm.Crc64Nvme);
        scene.Fault(EmbeddedFault.ResetInBody(Size / 3));
        scene.Fault(EmbeddedFault.CorruptByte(10), skip: 1);

        Assert.ThrowsAsync<S3IntegrityException>(() => scene.ReadAsync());
    }

    [Test]
    public async Task Read_Range_IsNeitherAskedForNorChecked()
    {
        await using EmbeddedScene scene = await StoreAsync(ChecksumAlgorithm.Crc32);

        Assert.That(await scene.ReadAsync(new GetObjectOptions { Range = ByteRange.Between(10, 19) }), Is.EqualTo(_bytes[10..20]));
        Assert.That(scene.Gets[0].Header("x-amz-checksum-mode"), Is.Null);
    }

    [TestCase("x-amz-checksum-crc32", "AAAAAA==", null, false)]
    [TestCase("x-amz-checksum-crc32", "AAAAAA==", "FULL_OBJECT", false)]
    [TestCase("x-amz-checksum-crc32", "AAAAAA==-3", null, true)]
    [TestCase("x-amz-checksum-crc32", "AAAAAA==", "COMPOSITE", true)]
    [TestCase("x-amz-checksum-crc32", "not base 64", null, true)]
    [TestCase("x-amz-checksum-crc32", "AAAA", null, true)]
    [TestCase("x-amz-checksum-md4", "AAAAAA==", null, true)]
    public async Task Read_WhatThereIsToCheck_IsTheChecksumOfTheWhole(string header, string value, string? type, bool isTaken)
    {
        using var server = new FakeServer(_ =>
        {
            HttpResponseMessage response = Replies.With(Replies.Bytes(200, [1, 2, 3]), header, value);
            return type is null ? response : Replies.With(response, "x-amz-checksum-type", type);
        });
        await using var services = FakeServices.Create(server);
        await using GetObjectResult result = await services.Store().GetObjectAsync("bucket", "key");

        Assert.That(async () => await result.Content.ReadAllAsync(), isTaken ? Throws.Nothing : Throws.TypeOf<S3IntegrityException>());
    }

    [TestCase("right", null, null, null, true)]
    [TestCase("wrong", null, null, null, false)]
    [TestCase("wrong", "identity", null, "3", false)]
    [TestCase("wrong", "gzip", "gzip", "3", false)]
    [TestCase("wrong", "gzip", null, "30", true)]
    [TestCase("wrong", "gzip", null, null, true)]
    [TestCase("wrong", null, null, "30", true)]
    [TestCase("md5 only", "identity", null, "3", true)]
    [TestCase("malformed", "identity", null, "3", true)]
    public async Task Read_HashOfGoogle_IsCheckedWhereTheStoredBytesAreDelivered(string hash, string? stored, string? delivered, string? storedLength, bool isTaken)
    {
        string crc32C = hash switch
        {
            "right" => "crc32c=" + ChecksumFormat.Of(ChecksumAlgorithm.Crc32C)!.Compute([1, 2, 3]) + ",",
            "wrong" => "crc32c=AAAAAA==,",
            "malformed" => "crc32c=AAAA,",
            _ => "",
        };
        using var server = new FakeServer(_ =>
        {
            HttpResponseMessage response = Replies.With(Replies.Bytes(200, [1, 2, 3]), "x-goog-hash", crc32C + "md5=AAAAAAAAAAAAAAAAAAAAAA==");
            foreach ((string name, string? value) in new[] { ("x-goog-stored-content-encoding", stored), ("Content-Encoding", delivered), ("x-goog-stored-content-length", storedLength) })
            {
                if (value is not null)
                {
                    Replies.With(response, name, value);
                }
            }

            return response;
        });
        await using var services = FakeServices.Create(server);
        await using GetObjectResult result = await services.Store().GetObjectAsync("bucket", "key");

        Assert.That(async () => await result.Content.ReadAllAsync(), isTaken ? Throws.Nothing : Throws.TypeOf<S3IntegrityException>().With.Message.Contains("CRC32C"));
    }

    [Test]
    public async Task Read_HashesOfGoogleInTwoLines_AreRead()
    {
        using var server = new FakeServer(_ =>
        {
            HttpResponseMessage response = Replies.Bytes(200, [1, 2, 3]);
            response.Headers.TryAddWithoutValidation("x-goog-hash", ["md5=AAAAAAAAAAAAAAAAAAAAAA==", "crc32c=AAAAAA=="]);
            return response;
        });
        await using var services = FakeServices.Create(server);
        await using GetObjectResult result = await services.Store().GetObjectAsync("bucket", "key");

        Assert.ThrowsAsync<S3IntegrityException>(() => result.Content.ReadAllAsync());
    }

    [Test]
    public async Task Read_EmptyObject_IsCheckedToo()
    {
        using var server = new FakeServer(_ => Replies.With(Replies.Empty(200), "x-amz-checksum-crc32", "AAAAAQ=="));
        await using var services = FakeServices.Create(server);
        await using GetObjectResult result = await services.Store().GetObjectAsync("bucket", "key");

        Assert.ThrowsAsync<S3IntegrityException>(() => result.Content.ReadAllAsync());
    }

    [TestCase(true, null, null, true)]
    [TestCase(false, null, null, false)]
    [TestCase(true, "x-amz-server-side-encryption", "aws:kms", false)]
    [TestCase(true, "x-amz-server-side-encryption", "aws:kms:dsse", false)]
    [TestCase(true, "x-amz-server-side-encryption", "AES256", true)]
    [TestCase(true, "x-amz-server-side-encryption-customer-algorithm", "AES256", false)]
    public async Task Read_VerifyETag_ComparesWhereItIsTheMD5(bool verify, string? header, string? value, bool isRefused)
    {
        using var server = new FakeServer(_ =>
        {
            HttpResponseMessage response = Replies.Bytes(200, [1, 2, 3]);
            return header is null ? response : Replies.With(response, header, value!);
        });
        await using var services = FakeServices.Create(server);
        await using GetObjectResult result = await services.Store().GetObjectAsync("bucket", "key", new GetObjectOptions { VerifyETag = verify });

        Assert.That(async () => await result.Content.ReadAllAsync(), isRefused ? Throws.TypeOf<S3IntegrityException>() : Throws.Nothing);
    }

    [TestCase("5289df737df57326fcdd22597afb1fac", true)]
    [TestCase("5289df737df57326fcdd22597afb1fac-3", true)]
    [TestCase("0289df737df57326fcdd22597afb1fac-3", true)]
    [TestCase("0289df737df57326fcdd22597afb1fac", false)]
    [TestCase("tag", true)]
    public async Task Read_VerifyETag_TakesNoOtherTagForAnMD5(string tag, bool isTaken)
    {
        using var server = new FakeServer(_ => Replies.With(Replies.Bytes(200, [1, 2, 3]), "ETag", $"\"{tag}\""));
        await using var services = FakeServices.Create(server);
        await using GetObjectResult result = await services.Store().GetObjectAsync("bucket", "key", new GetObjectOptions { VerifyETag = true });

        Assert.That(async () => await result.Content.ReadAllAsync(), isTaken ? Throws.Nothing : Throws.TypeOf<S3IntegrityException>());
    }

    private async Task<EmbeddedScene> StoreAsync(ChecksumAlgorithm algorithm)
    {
        EmbeddedScene scene = await EmbeddedScene.CreateAsync();
        ChecksumFormat format = ChecksumFormat.Of(algorithm)!;
        await scene.PutAsync(_bytes, format.Header, format.Compute(_bytes));
        return scene;
    }
}
