using System.Net;
using Microsoft.Extensions.DependencyInjection;
using S3Kit.Embedded;
using S3Kit.Tests.Scripting;
using S3Kit.Tests.Transfers;
using UnseekableStream = S3Kit.Tests.Embedded.UnseekableStream;

namespace S3Kit.Tests.Encryption;

/// <summary>What was to be encrypted and is not, and stores that encrypt without saying so at once.</summary>
public sealed class EncryptionProofTests
{
    private const int Large = 11 * CopyScene.MiB;

    private static readonly SseCustomerKey Key = SseCustomerKey.FromBytes([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
    private static readonly EmbeddedQuirks Ignoring = new() { IgnoresEncryption = true };
    private static readonly EmbeddedQuirks Silent = new() { IsSilentOnEncryption = true };

    private static IEnumerable<TestCaseData> Kinds =>
    [
        new TestCaseData(Key, "SSE-C").SetArgDisplayNames("SSE-C"),
        new TestCaseData(new SseS3(), "SSE-S3").SetArgDisplayNames("SSE-S3"),
        new TestCaseData(new SseKms { KeyId = "key" }, "SSE-KMS").SetArgDisplayNames("SSE-KMS"),
    ];

    [TestCaseSource(nameof(Kinds))]
    public async Task Put_StoreIgnoresIt_FailsAndTellsThatItIsStored(ServerSideEncryption encryption, string name)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(Ignoring);
        var progress = new ProgressLog();

        S3IntegrityException error = Assert.ThrowsAsync<S3IntegrityException>(
            () => scene.PutAsync("k", "text", new PutObjectOptions { ServerSideEncryption = encryption, Progress = progress }))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Message, Does.Contain(name).And.Contain("The object is stored all the same").And.Not.Contain("SourceEndpoint"));
            Assert.That((error.Operation, error.Bucket, error.Key, error.Endpoint, error.IsTransient), Is.EqualTo(("PutObject", "bucket", "k", "embedded", false)));
            Assert.That(scene.Count(EmbeddedOperation.PutObject), Is.EqualTo(1));
            Assert.That(await scene.TextAsync("k"), Is.EqualTo("text"));
            Assert.That(progress.Reports, Is.Empty);
        }
    }

    [TestCaseSource(nameof(Kinds))]
    public async Task PutInParts_StoreIgnoresIt_StoresNothing(ServerSideEncryption encryption, string name)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(Ignoring);

        S3IntegrityException error = Assert.ThrowsAsync<S3IntegrityException>(
            () => scene.PutLargeAsync("k", 40 * CopyScene.MiB, new PutObjectOptions { ServerSideEncryption = encryption }))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Message, Does.Contain(name).And.Contain("no object was stored"));
            Assert.That(scene.Count(EmbeddedOperation.UploadPart), Is.LessThan(8));
            Assert.That(scene.Count(EmbeddedOperation.CompleteMultipartUpload), Is.Zero);
            Assert.That(await scene.Store.HeadObjectAsync("bucket", "k"), Is.Null);
            Assert.That(scene.HasUploads, Is.False);
        }
    }

    [TestCase(10)]
    [TestCase(Large)]
    public async Task OpenWrite_StoreIgnoresIt_Throws(int size)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(Ignoring);
        ObjectWriteStream stream = await scene.Store.OpenWriteAsync("bucket", "k", new OpenWriteOptions { ServerSideEncryption = Key });

        Assert.ThrowsAsync<S3IntegrityException>(async () =>
        {
            await stream.WriteAsync(new byte[size]);
            await stream.CompleteAsync();
        });

        await stream.DisposeAsync();
        Assert.That(await scene.Store.HeadObjectAsync("bucket", "k"), size == 10 ? Is.Not.Null : Is.Null);
        Assert.That(scene.HasUploads, Is.False);
    }

    [Test]
    public async Task UploadFile_StoreIgnoresIt_LeavesNoCheckpoint()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(Ignoring);
        using var folder = new DownloadFolder();
        string file = folder.At("file");
        string checkpoints = folder.At("checkpoints");
        await File.WriteAllBytesAsync(file, new byte[Large]);
        var options = new UploadFileOptions { ServerSideEncryption = Key, Checkpoints = new FileUploadCheckpointStore(checkpoints) };

        Assert.ThrowsAsync<S3IntegrityException>(() => scene.Store.UploadFileAsync(file, "bucket", "k", options));

        Assert.That(Directory.GetFiles(checkpoints, "*.json"), Is.Empty);
        Assert.That(scene.HasUploads, Is.False);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task UploadOrCopyInParts_TheBeginningTellsOfAnother_SendsNoByte(bool copies)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(services: services => Change(services, static (request, response) =>
        {
            if (request.RequestUri!.Query == "?uploads=" && response.Headers.Remove("x-amz-server-side-encryption"))
            {
                response.Headers.TryAddWithoutValidation("x-amz-server-side-encryption", "AES256");
            }
        }));
        await scene.PutLargeAsync("source");
        int parts = scene.Count(EmbeddedOperation.UploadPart);
        var kms = new SseKms { KeyId = "key" };

        S3IntegrityException error = Assert.ThrowsAsync<S3IntegrityException>(() => copies
            ? scene.Store.CopyObjectAsync("bucket", "source", "bucket", "k", new CopyObjectOptions { ServerSideEncryption = kms })
            : scene.PutLargeAsync("k", options: new PutObjectOptions { ServerSideEncryption = kms }))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Message, Does.Contain("speaks of AES256 instead"));
            Assert.That(scene.Count(EmbeddedOperation.UploadPart) - parts + scene.Count(EmbeddedOperation.UploadPartCopy), Is.Zero);
            Assert.That(await scene.Store.HeadObjectAsync("bucket", "k"), Is.Null);
            Assert.That(scene.HasUploads, Is.False);
        }
    }

    [TestCaseSource(nameof(Kinds))]
    public async Task PutAndCopy_StoreTellsOfItLate_AreConfirmed(ServerSideEncryption encryption, string name)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(Silent);
        var put = new PutObjectOptions { ServerSideEncryption = encryption };
        var copy = new CopyObjectOptions { ServerSideEncryption = encryption, SourceCustomerKey = encryption as SseCustomerKey };
        await scene.PutAsync("small", "text", put);
        await scene.Store.PutObjectAsync("bucket", "large", new UnseekableStream(new MemoryStream(new byte[Large])), put);

        CopyObjectResult one = await scene.Store.CopyObjectAsync("bucket", "small", "bucket", "small copy", copy);
        CopyObjectResult parts = await scene.Store.CopyObjectAsync("bucket", "large", "bucket", "large copy", copy);

        Assert.That(scene.Count(EmbeddedOperation.UploadPartCopy), Is.GreaterThan(1));
        foreach (ServerSideEncryptionInfo? told in new[] { one.ServerSideEncryption, parts.ServerSideEncryption })
        {
            Assert.That((told?.UsesCustomerKey, told?.Algorithm), Is.EqualTo(((bool?)(name == "SSE-C"), name == "SSE-KMS" ? "aws:kms" : "AES256")));
        }
    }

    [Test]
    public async Task PutInParts_StoreTellsOfItAtOnce_IsNotLookedAt()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();

        await scene.PutLargeAsync("k", options: new PutObjectOptions { ServerSideEncryption = Key });
        await scene.PutAsync("k", "text", new PutObjectOptions { ServerSideEncryption = Key });

        Assert.That(scene.Count(EmbeddedOperation.HeadObject), Is.Zero);
    }

    [Test]
    public async Task Resumed_AllPartsAreThereAndNoAnswerTells_IsConfirmedByTheObject()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(Silent);
        using var folder = new DownloadFolder();
        string file = folder.At("file");
        await File.WriteAllBytesAsync(file, new byte[Large]);
        var options = new UploadFileOptions { ServerSideEncryption = new SseS3(), Checkpoints = new FileUploadCheckpointStore(folder.At("checkpoints")) };
        scene.Fail(EmbeddedOperation.CompleteMultipartUpload, EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied"), times: 1);
        Assert.ThrowsAsync<S3AccessDeniedException>(() => scene.Store.UploadFileAsync(file, "bucket", "k", options));
        int parts = scene.Count(EmbeddedOperation.UploadPart);

        PutObjectResult put = await scene.Store.UploadFileAsync(file, "bucket", "k", options);

        Assert.That(put.ServerSideEncryption, Is.EqualTo(new ServerSideEncryptionInfo { Algorithm = "AES256" }));
        Assert.That(scene.Count(EmbeddedOperation.UploadPart), Is.EqualTo(parts));
    }

    [TestCase(10)]
    [TestCase(Large)]
    public async Task Copy_StoreIgnoresIt_FailsAndTellsThatItIsStored(int size)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(Ignoring);
        await scene.PutLargeAsync("source", size);

        S3IntegrityException error = Assert.ThrowsAsync<S3IntegrityException>(
            () => scene.Store.CopyObjectAsync("bucket", "source", "bucket", "k", new CopyObjectOptions { ServerSideEncryption = Key }))!;

        Assert.That(error.Message, Does.Contain("SSE-C").And.Contain("The object is stored all the same"));
        Assert.That((await scene.Store.HeadObjectAsync("bucket", "k"))!.Size, Is.EqualTo(size));
    }

    [Test]
    public async Task CopyAndMove_StoreIgnoresItOfCopiesOnly_FailAndTellTheWayRound()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(new EmbeddedQuirks { IgnoresEncryptionOfCopies = true });
        await scene.PutAsync("source", "text");
        var options = new CopyObjectOptions { ServerSideEncryption = Key };

        S3IntegrityException copy = Assert.ThrowsAsync<S3IntegrityException>(() => scene.Store.CopyObjectAsync("bucket", "source", "bucket", "k", options))!;
        Assert.ThrowsAsync<S3IntegrityException>(() => scene.Store.MoveObjectAsync("bucket", "source", "bucket", "k", options));
        CopyObjectResult put = await scene.Store.CopyObjectAsync("bucket", "source", "bucket", "k", options with { SourceEndpoint = "embedded" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(copy.Message, Does.Contain("with SourceEndpoint the copy is put"));
            Assert.That(await scene.TextAsync("source"), Is.EqualTo("text"));
            Assert.That(put.ServerSideEncryption?.UsesCustomerKey, Is.True);
        }
    }

    [Test]
    public async Task Copy_ItCannotBeLookedAt_FailsAndSaysSo()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(Silent);
        await scene.PutAsync("source", "text");
        scene.Fail(EmbeddedOperation.HeadObject, EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied"), key: "k");

        S3IntegrityException error = Assert.ThrowsAsync<S3IntegrityException>(
            () => scene.Store.CopyObjectAsync("bucket", "source", "bucket", "k", new CopyObjectOptions { ServerSideEncryption = new SseS3() }))!;

        Assert.That(error.Message, Does.Contain("could not be looked at"));
        Assert.That(error.InnerException, Is.InstanceOf<S3AccessDeniedException>());
    }

    private static void Change(IServiceCollection services, Action<HttpRequestMessage, HttpResponseMessage> change) =>
        services.AddS3Kit(static _ => { }).ConfigureHttpClient("embedded", client => client.AddHttpMessageHandler(() => new AnswerHandler(change)));
}
