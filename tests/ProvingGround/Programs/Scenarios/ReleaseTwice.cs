using Proving.Holders;

/// <summary>A second thread gives a seat back while the first one does; seats given back too often are counted.</summary>
public static class Scenario
{
    public static Task<long> RunAsync()
    {
        var seats = new Seats();
        Seat? seat = null;
        var first = true;
        using var second = new Intruder(() => seat!.Dispose());
        seat = new Seat(seats, () =>
        {
            if (!first)
                return;
            first = false;
            second.Start();
            second.GoesThrough();
        });
        seat.Dispose();
        second.Dispose();
        return Task.FromResult<long>(-seats.Taken);
    }
}
