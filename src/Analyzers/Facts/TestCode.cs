using Microsoft.CodeAnalysis;

namespace LeakGuard.Facts;

/// <summary>Recognises test classes: what they leak, their runner ends.</summary>
internal static class TestCode
{
    public static bool IsTestClass(INamedTypeSymbol type)
    {
        if (HasTestAttribute(type))
            return true;
        foreach (var member in type.GetMembers())
        {
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && HasTestAttribute(method))
                return true;
        }

        return false;
    }

    private static bool HasTestAttribute(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            var name = attribute.AttributeClass?.Name ?? string.Empty;
            if (name.EndsWith("Attribute", System.StringComparison.Ordinal))
                name = name.Substring(0, name.Length - "Attribute".Length);
            if (name is "Fact" or "Theory" or "Test" or "TestCase" or "TestMethod"
                or "TestClass" or "TestFixture" or "SkippableFact" or "SkippableTheory" or "TestCaseSource" or "Benchmark" or "DataTestMethod"
                or "SetUp" or "TearDown" or "OneTimeSetUp" or "OneTimeTearDown" or "TestInitialize" or "TestCleanup" or "ClassInitialize" or "ClassCleanup" or "GlobalSetup" or "GlobalCleanup")
                return true;
        }

        return false;
    }
}
