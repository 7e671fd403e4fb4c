using System.Net;
using Microsoft.Extensions.DependencyInjection;
using S3Kit.Embedded;
using S3Kit.Protocol;
using S3Kit.Tests.Transfers;

namespace S3Kit.Tests.Conveniences;

internal sealed class MoveObjectTests
{
    [Test]
    public async Task Move_Object_IsThereAndNoLongerHere()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync("a", "text", new PutObjectOptions { ContentType = "text/plain" });

        CopyObjectResult moved = await scene.Store.MoveObjectAsync("bucket", "a", "bucket", "b");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((moved.Key, moved.Size), Is.EqualTo(("b", 4L)));
            Assert.That(await scene.TextAsync("b"), Is.EqualTo("text"));
            Assert.That((await scene.Store.HeadObjectAsync("bucket", "b"))!.ContentType, Is.EqualTo("text/plain"));
            Assert.That(await scene.Store.HeadObjectAsync("bucket", "a"), Is.Null);
        }
    }

    [Test]
    public async Task Move_LargeObject_IsMovedInParts()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        byte[] bytes = await scene.PutLargeAsync("a");

        await scene.Store.MoveObjectAsync("bucket", "a", "bucket", "b");

        Assert.That(await scene.BytesAsync("b"), Is.EqualTo(bytes));
        Assert.That(await scene.Store.HeadObjectAsync("bucket", "a"), Is.Null);
    }

    [Test]
    public async Task Move_InAVersionedBucket_LeavesAMarkerAndAllVersions()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.SetVersioning(BucketVersioning.Enabled);
        PutObjectResult old = await scene.PutAsync("a", "old");
        PutObjectResult current = await scene.PutAsync("a", "new");

        await scene.Store.MoveObjectAsync("bucket", "a", "bucket", "b");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await scene.TextAsync("b"), Is.EqualTo("new"));
            Assert.That(await scene.Store.HeadObjectAsync("bucket", "a"), Is.Null);
            Assert.That(await scene.TextAsync("a", versionId: old.VersionId), Is.EqualTo("old"));
            Assert.That(await scene.TextAsync("a", versionId: current.VersionId), Is.EqualTo("new"));
        }
    }

    [Test]
    public async Task Move_OfAVersion_TakesThatOneAway()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.SetVersioning(BucketVersioning.Enabled);
        PutObjectResult old = await scene.PutAsync("a", "old");
        await scene.PutAsync("a", "new");

        await scene.Store.MoveObjectAsync("bucket", "a", "bucket", "b", new CopyObjectOptions { SourceVersionId = old.VersionId });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await scene.TextAsync("b"), Is.EqualTo("old"));
            Assert.That(await scene.TextAsync("a"), Is.EqualTo("new"));
            Assert.That(await scene.Store.HeadObjectAsync("bucket", "a", new HeadObjectOptions { VersionId = old.VersionId }), Is.Null);
        }
    }

    [Test]
    public async Task Move_OntoItself_IsRefusedBeforeAnythingIsSent([Values] bool describes, [Values] bool version)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync("a", "text");
        var options = new CopyObjectOptions { MetadataDirective = describes ? CopyDirective.Replace : CopyDirective.Copy, SourceVersionId = version ? "null" : null };

        Assert.That(() => scene.Store.MoveObjectAsync("bucket", "a", "bucket", "a", options), Throws.ArgumentException.With.Message.Contains("onto itself"));

        Assert.That(scene.Count(EmbeddedOperation.HeadObject), Is.Zero);
        Assert.That(await scene.TextAsync("a"), Is.EqualTo("text"));
    }

    [Test]
    public async Task Move_SourceMissing_IsNotFound()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();

        S3NotFoundException? error = Assert.ThrowsAsync<S3NotFoundException>(() => scene.Store.MoveObjectAsync("bucket", "a", "bucket", "b"));

        Assert.That((error!.Operation, error.Key), Is.EqualTo(("MoveObject", "a")));
    }

    [Test]
    public async Task Move_CopyFails_KeepsTheSource()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync("a", "text");
        scene.Fail(EmbeddedOperation.CopyObject, EmbeddedFault.ErrorInOk("AccessDenied"));

        Assert.ThrowsAsync<S3AccessDeniedException>(() => scene.Store.MoveObjectAsync("bucket", "a", "bucket", "b"));

        Assert.That(await scene.TextAsync("a"), Is.EqualTo("text"));
    }

    [Test]
    public async Task Move_CopyIsNotThere_KeepsTheSource()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        PutObjectResult put = await scene.PutAsync("a", "text");
        scene.Fail(EmbeddedOperation.CopyObject, EmbeddedFault.Garbage(body: $"<CopyObjectResult><ETag>\"{put.ETag}\"</ETag></CopyObjectResult>"));

        S3IntegrityException? error = Assert.ThrowsAsync<S3IntegrityException>(() => scene.Store.MoveObjectAsync("bucket", "a", "bucket", "b"));

        Assert.That(error!.Message, Does.Contain("is not there").And.Contain("was not deleted"));
        Assert.That(await scene.TextAsync("a"), Is.EqualTo("text"));
    }

    [TestCase("other", "ETag")]
    [TestCase("shorter or longer", "bytes")]
    public async Task Move_CopyIsAnother_KeepsTheSource(string text, string word)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync("a", "texts");

        // The look at the copy comes third: after the move's own at the source, and the copy's.
        scene.Before(EmbeddedOperation.HeadObject, () => scene.PutAsync("b", text), skip: 2);

        S3IntegrityException? error = Assert.ThrowsAsync<S3IntegrityException>(() => scene.Store.MoveObjectAsync("bucket", "a", "bucket", "b"));

        Assert.That(error!.Message, Does.Contain(word));
        Assert.That(await scene.TextAsync("a"), Is.EqualTo("texts"));
    }

    [Test]
    public async Task Move_SourceChangesBeforeTheCopy_DeletesNothing([Values(Support.Full, Support.Ignored)] object support)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(new EmbeddedQuirks { ConditionalCopy = (Support)support });
        await scene.PutAsync("a", "text");
        scene.Before(EmbeddedOperation.CopyObject, () => scene.PutAsync("a", "changed"));

        Assert.ThrowsAsync<S3PreconditionFailedException>(() => scene.Store.MoveObjectAsync("bucket", "a", "bucket", "b"));

        Assert.That(await scene.TextAsync("a"), Is.EqualTo("changed"));
        Assert.That(scene.Count(EmbeddedOperation.DeleteObject), Is.Zero);
    }

    [Test]
    public async Task Move_SourceChangesAfterTheCopy_DeletesNothing()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync("a", "text");
        scene.Before(EmbeddedOperation.HeadObject, () => scene.PutAsync("a", "changed"), skip: 3);

        S3PreconditionFailedException? error = Assert.ThrowsAsync<S3PreconditionFailedException>(() => scene.Store.MoveObjectAsync("bucket", "a", "bucket", "b"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Message, Does.Contain("has changed since it was copied"));
            Assert.That(await scene.TextAsync("a"), Is.EqualTo("changed"));
            Assert.That(await scene.TextAsync("b"), Is.EqualTo("text"));
            Assert.That(scene.Count(EmbeddedOperation.DeleteObject), Is.Zero);
        }
    }

    [Test]
    public async Task Move_SourceChangesInTheLastMoment_IsKeptByAStoreThatKnowsTheCondition()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync("a", "text");
        scene.Before(EmbeddedOperation.DeleteObject, () => scene.PutAsync("a", "changed"));

        Assert.ThrowsAsync<S3PreconditionFailedException>(() => scene.Store.MoveObjectAsync("bucket", "a", "bucket", "b"));

        Assert.That(await scene.TextAsync("a"), Is.EqualTo("changed"));
    }

    [TestCase(Support.Ignored)]
    [TestCase(Support.Refused)]
    public async Task Move_StoreWithoutConditionalDeletion_IsMoved(Support support)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(new EmbeddedQuirks { ConditionalDelete = support });
        await scene.PutAsync("a", "text");

        await scene.Store.MoveObjectAsync("bucket", "a", "bucket", "b");

        Assert.That(await scene.Store.HeadObjectAsync("bucket", "a"), Is.Null);
    }

    [Test]
    public async Task Move_AnswerToTheDeletionIsLost_IsDone()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync("a", "text");
        scene.Fail(EmbeddedOperation.DeleteObject, EmbeddedFault.LoseAnswer(), times: 1);

        await scene.Store.MoveObjectAsync("bucket", "a", "bucket", "b");

        Assert.That(await scene.Store.HeadObjectAsync("bucket", "a"), Is.Null);
    }

    [Test]
    public async Task Move_DeletionIsDenied_TellsAndHasBoth()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await scene.PutAsync("a", "text");
        scene.Fail(EmbeddedOperation.DeleteObject, EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied"));

        S3AccessDeniedException? error = Assert.ThrowsAsync<S3AccessDeniedException>(() => scene.Store.MoveObjectAsync("bucket", "a", "bucket", "b"));

        Assert.That(error!.Operation, Is.EqualTo("DeleteObject"));
        Assert.That((await scene.TextAsync("a"), await scene.TextAsync("b")), Is.EqualTo(("text", "text")));
    }

    [Test]
    public async Task Move_BetweenTwoNamesOfOneStore_DeletesNothing()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(services: collection =>
        {
            IS3KitBuilder builder = collection.AddS3Kit(static _ => { });
            foreach (string name in new[] { "one", "two" })
            {
                builder.AddEndpoint(name, options => (options.Url, options.Pool, options.AccessKey, options.SecretKey) = ($"http://{name}.test", name == "one" ? "default" : "second", "AK", "SK"));
                builder.ConfigureHttpClient(name, client => client.ConfigurePrimaryHttpMessageHandler(services =>
                    new EmbeddedS3Handler(services.GetRequiredService<EmbeddedStore>().Allow("AK", "SK"), $"{name}.test")));
            }
        });
        await scene.PutAsync("a", "text");

        S3ConflictException? error = Assert.ThrowsAsync<S3ConflictException>(() => scene.Store.MoveObjectAsync("bucket", "a", "bucket", "a", new CopyObjectOptions { SourceEndpoint = "two" }));
        Assert.That(() => scene.Store.MoveObjectAsync("bucket", "a", "bucket", "a", new CopyObjectOptions { SourceEndpoint = "two", Endpoint = "TWO" }), Throws.ArgumentException);

        Assert.That(error!.Message, Does.Contain("one store"));
        Assert.That(await scene.TextAsync("a"), Is.EqualTo("text"));
        await scene.Store.MoveObjectAsync("bucket", "a", "bucket", "b", new CopyObjectOptions { SourceEndpoint = "two" });
        Assert.That(await scene.TextAsync("b"), Is.EqualTo("text"));
    }
}
