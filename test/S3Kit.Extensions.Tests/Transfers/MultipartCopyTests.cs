using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using S3Kit.Embedded;
using S3Kit.Protocol;
using S3Kit.Protocol.Operations;
using S3Kit.Tests.Scripting;
using S3Kit.Transfers;

namespace S3Kit.Tests.Transfers;

/// <summary>Copies in parts, whole and with everything that can go wrong on the way.</summary>
internal sealed class MultipartCopyTests
{
    private const long MiB = 1024 * 1024;
    private const long GiB = 1024 * MiB;

    private static readonly PutObjectOptions Described = new()
    {
        ContentType = "video/mp4",
        ContentDisposition = "inline",
        CacheControl = "max-age=1",
        Metadata = new Dictionary<string, string> { ["author"] = "Žofie" },
        Expires = new DateTimeOffset(2033, 12, 1, 16, 0, 0, TimeSpan.Zero),
    };

    [TestCase(6 * MiB, 0)]
    [TestCase((6 * MiB) + 1, 2)]
    [TestCase(10 * MiB, 2)]
    [TestCase((10 * MiB) + 1, 3)]
    public async Task Copy_LargerThanTheThreshold_IsMadeInParts(long size, int parts)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        byte[] bytes = await scene.PutLargeAsync("a b+c//é", (int)size);

        CopyObjectResult copy = await scene.Store.CopyObjectAsync("bucket", "a b+c//é", "bucket", "b");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scene.Count(EmbeddedOperation.UploadPartCopy), Is.EqualTo(parts));
            Assert.That(scene.Count(EmbeddedOperation.CopyObject), Is.EqualTo(parts == 0 ? 1 : 0));
            Assert.That(SHA256.HashData(await scene.BytesAsync("b")), Is.EqualTo(SHA256.HashData(bytes)));
            Assert.That((copy.Size, copy.ETag), Is.EqualTo((size, (await scene.Store.HeadObjectAsync("bucket", "b"))!.ETag)));
            Assert.That(scene.HasUploads, Is.False);
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Copy_InParts_CarriesDescriptionAndTagsOver(bool losesTags)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(new EmbeddedQuirks { LosesTagsOfCopies = losesTags });
        await scene.PutLargeAsync("a", options: Described);
        scene.SetTags("a", ("t + u", "1+2"));

        await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b");

        ObjectInfo? head = await scene.Store.HeadObjectAsync("bucket", "b");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((head!.ContentType, head.ContentDisposition, head.ContentEncoding, head.CacheControl), Is.EqualTo((Described.ContentType, Described.ContentDisposition, (string?)null, Described.CacheControl)));
            Assert.That(head.Metadata["author"], Is.EqualTo("Žofie"));
            Assert.That(ExpiresOf(scene, "b"), Is.EqualTo(Described.Expires!.Value.ToString("R", CultureInfo.InvariantCulture)));
            Assert.That(scene.TagsOf("b"), Is.EqualTo("t + u=1+2"));
            Assert.That(scene.Count(EmbeddedOperation.PutObjectTagging), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Copy_InPartsReplacingAll_HasNothingOfTheSources()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutLargeAsync("a", options: Described);
        scene.SetTags("a", ("t", "1"));
        var options = new CopyObjectOptions { MetadataDirective = CopyDirective.Replace, ContentLanguage = "de", TaggingDirective = CopyDirective.Replace };

        await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b", options);

        ObjectInfo? head = await scene.Store.HeadObjectAsync("bucket", "b");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((head!.ContentType, head.ContentLanguage, head.CacheControl), Is.EqualTo(("application/octet-stream", "de", (string?)null)));
            Assert.That(head.Metadata, Is.Empty);
            Assert.That(ExpiresOf(scene, "b"), Is.Null);
            Assert.That(scene.TagsOf("b"), Is.Empty);
        }
    }

    [Test]
    public async Task Copy_SourceTagsMayNotBeRead_FailsBeforeItBegins()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutLargeAsync("a");
        scene.Fail(EmbeddedOperation.GetObjectTagging, EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied"));

        S3AccessDeniedException? error = Assert.ThrowsAsync<S3AccessDeniedException>(() => scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b"));
        await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "c", new CopyObjectOptions { TaggingDirective = CopyDirective.Replace });

        Assert.That(error!.Operation, Is.EqualTo("GetObjectTagging"));
        Assert.That(await scene.Store.HeadObjectAsync("bucket", "b"), Is.Null);
    }

    [Test]
    public async Task Copy_StoreWithoutTags_IsMadeAllTheSame()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        byte[] bytes = await scene.PutLargeAsync("a");
        scene.Fail(EmbeddedOperation.GetObjectTagging, EmbeddedFault.Status(HttpStatusCode.NotImplemented, "NotImplemented"));

        await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b");

        Assert.That(await scene.BytesAsync("b"), Is.EqualTo(bytes));
    }

    [TestCase(Support.Full)]
    [TestCase(Support.Ignored)]
    public async Task Copy_SourceChangesBetweenItsParts_StoresNothingAndAborts(Support support)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(new EmbeddedQuirks { ConditionalCopy = support });
        await scene.PutLargeAsync("a");
        scene.Before(EmbeddedOperation.UploadPartCopy, () => scene.PutLargeAsync("a"), skip: 1);

        S3PreconditionFailedException? error = Assert.ThrowsAsync<S3PreconditionFailedException>(() => scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Operation, Is.EqualTo(support == Support.Full ? "UploadPartCopy" : "CopyObject"));
            Assert.That(await scene.Store.HeadObjectAsync("bucket", "b"), Is.Null);
            Assert.That(scene.HasUploads, Is.False);
        }
    }

    [Test]
    public async Task Copy_OfAVersion_IsNotDisturbedByANewOne()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.SetVersioning(BucketVersioning.Enabled);
        byte[] bytes = await scene.PutLargeAsync("a");
        string version = (await scene.Store.HeadObjectAsync("bucket", "a"))!.VersionId!;
        scene.Before(EmbeddedOperation.UploadPartCopy, () => scene.PutLargeAsync("a"), skip: 1);

        CopyObjectResult copy = await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b", new CopyObjectOptions { SourceVersionId = version });

        Assert.That(copy.SourceVersionId, Is.EqualTo(version));
        Assert.That(await scene.BytesAsync("b"), Is.EqualTo(bytes));
    }

    [Test]
    public async Task Copy_PartsFailInPassing_AreCopiedAgain()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        byte[] bytes = await scene.PutLargeAsync("a");
        scene.Fail(EmbeddedOperation.UploadPartCopy, EmbeddedFault.ErrorInOk("InternalError"), times: 1);
        scene.Fail(EmbeddedOperation.UploadPartCopy, EmbeddedFault.LoseAnswer(), times: 1, skip: 1);

        await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b");

        Assert.That(await scene.BytesAsync("b"), Is.EqualTo(bytes));
    }

    [Test]
    public async Task Copy_PartIsRefused_AbortsAndTellsThatError()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutLargeAsync("a", 30 * (int)MiB);
        scene.Fail(EmbeddedOperation.UploadPartCopy, EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied"), skip: 1);

        S3AccessDeniedException? error = Assert.ThrowsAsync<S3AccessDeniedException>(() => scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b"));

        Assert.That(error!.Operation, Is.EqualTo("UploadPartCopy"));
        Assert.That(scene.HasUploads, Is.False);
    }

    [Test]
    public async Task Copy_PartWithoutETag_IsAFailure()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutLargeAsync("a");
        scene.Fail(EmbeddedOperation.UploadPartCopy, EmbeddedFault.Garbage(body: "<CopyPartResult><LastModified>2026-01-02T03:04:05.000Z</LastModified></CopyPartResult>"));

        Assert.ThrowsAsync<S3ServerException>(() => scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b"));
    }

    [Test]
    public async Task Copy_Cancelled_AbortsAndIsTheCallersCancellation()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutLargeAsync("a");
        EmbeddedFaultRule stall = scene.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.Stall(), Operation = EmbeddedOperation.UploadPartCopy, Skip = 1 });
        using var cancellation = new CancellationTokenSource();

        Task<CopyObjectResult> copy = scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b", cancellationToken: cancellation.Token);
        await stall.Fired.Soon();
        await cancellation.CancelAsync();

        OperationCanceledException? error = Assert.CatchAsync<OperationCanceledException>(() => copy.Soon());
        Assert.That(error!.CancellationToken, Is.EqualTo(cancellation.Token));
        Assert.That(scene.HasUploads, Is.False);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Copy_AnswerToCompleteIsLost_IsSettledByLooking(bool conditional)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        byte[] bytes = await scene.PutLargeAsync("a");
        scene.Fail(EmbeddedOperation.CompleteMultipartUpload, EmbeddedFault.LoseAnswer(), times: 1);

        CopyObjectResult copy = await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b", new CopyObjectOptions { IfNoneMatch = conditional ? "*" : null });

        Assert.That(copy.ETag, Is.EqualTo((await scene.Store.HeadObjectAsync("bucket", "b"))!.ETag));
        Assert.That(await scene.BytesAsync("b"), Is.EqualTo(bytes));
    }

    [Test]
    public async Task Copy_DestinationAppearsMeanwhile_FailsAtTheEndAndAborts()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutLargeAsync("a");
        scene.Before(EmbeddedOperation.CompleteMultipartUpload, () => scene.PutAsync("b", "theirs"));

        Assert.ThrowsAsync<S3PreconditionFailedException>(() => scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b", new CopyObjectOptions { IfNoneMatch = "*" }));

        Assert.That(await scene.TextAsync("b"), Is.EqualTo("theirs"));
        Assert.That(scene.HasUploads, Is.False);
    }

    [Test]
    public async Task Copy_CompleteTellsNoETag_IsLookedUp()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(new EmbeddedQuirks { LeavesETagOfCompletionEmpty = true });
        await scene.PutLargeAsync("a");

        CopyObjectResult copy = await scene.Store.CopyObjectAsync("bucket", "a", "bucket", "b");

        Assert.That(copy.ETag, Is.EqualTo((await scene.Store.HeadObjectAsync("bucket", "b"))!.ETag).And.EndsWith("-3"));
    }

    [TestCase(1, 5 * GiB)]
    [TestCase(5 * GiB, 512 * MiB)]
    [TestCase((5 * GiB) + 1, 512 * MiB)]
    [TestCase(5 * 1024 * GiB, 512 * MiB)]
    [TestCase(5 * 1024 * GiB, 5 * MiB)]
    public void Divide_AnySize_IsAFewPartsOfOneSizeThatHoldItAll(long length, long configured)
    {
        IReadOnlyList<CopyRange> ranges = MultipartCopier.Divide(length, configured);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ranges, Has.Count.InRange(1, 10_000));
            Assert.That(ranges.Sum(range => range.Length), Is.EqualTo(length));
            Assert.That(ranges.Select(range => range.Number), Is.EqualTo(Enumerable.Range(1, ranges.Count)));
            Assert.That(ranges.Skip(1).Select(range => range.First), Is.EqualTo(ranges.SkipLast(1).Select(range => range.Last + 1)));
            Assert.That(ranges.SkipLast(1).Select(range => range.Length), Is.All.EqualTo(ranges[0].Length).And.All.GreaterThanOrEqualTo(configured));
            Assert.That(ranges[0].Length, Is.LessThanOrEqualTo(5 * GiB));
        }
    }

    private static string? ExpiresOf(CopyScene scene, string key)
    {
        lock (scene.Embedded.Gate)
        {
            return scene.Embedded.Buckets["bucket"].Current(key)!.Headers.FirstOrDefault(header => header.Key == "expires").Value;
        }
    }
}
