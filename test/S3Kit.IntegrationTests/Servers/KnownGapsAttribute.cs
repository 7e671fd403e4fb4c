using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace S3Kit.IntegrationTests;

/// <summary>
/// Applies <see cref="KnownGaps"/> to every test: ends those before they start that the server cannot stand, and judges what the others yield.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class KnownGapsAttribute : Attribute, ITestAction
{
    public ActionTargets Targets => ActionTargets.Test;

    public void BeforeTest(ITest test)
    {
        if (KnownGaps.Of(test) is { } gap)
        {
            if (gap.Shows is null)
            {
                Assert.Ignore(gap.ToString());
            }
        }
        else if (KnownGaps.CategoriesOf(test).Contains(NeedsGatewayControlAttribute.Category, StringComparer.Ordinal))
        {
            Assert.That(File.Exists(TestServers.GatewayControl), Is.True, TestServers.GatewayControl);
        }
    }

    public void AfterTest(ITest test)
    {
        var context = TestExecutionContext.CurrentContext;
        var result = context.CurrentResult;
        if (KnownGaps.Of(test) is not { Shows: { } shows } gap || result.ResultState.Status is not (TestStatus.Passed or TestStatus.Failed))
        {
            return;
        }

        // A new one: the assertions that the old one holds would make it a failure again.
        context.CurrentResult = context.CurrentTest.MakeTestResult();
        if (result.ResultState.Status == TestStatus.Passed)
        {
            context.CurrentResult.SetResult(ResultState.Failure, $"This passes here now; take it off the list: {gap}");
        }
        else if (result.Message.Contains(shows, StringComparison.Ordinal))
        {
            context.CurrentResult.SetResult(ResultState.Ignored, gap.ToString());
        }
        else
        {
            var message = $"This is not the failure with '{shows}' of {gap}{Environment.NewLine}{result.Message}";
            context.CurrentResult.SetResult(ResultState.Failure, message, result.StackTrace);
        }
    }
}
