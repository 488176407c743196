package io.tradewind.http.idempotency;

import io.tradewind.database.ArrayParameters;
import io.tradewind.http.idempotency.StoredAnswers.Answer;
import io.tradewind.http.idempotency.StoredAnswers.Request;
import io.tradewind.messaging.PendingChanges;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers that are stored just before the transaction commits. If another transaction has answered
 * one of the requests since they were looked for, the statement violates the primary key, and
 * nothing is committed.
 */
final class NewAnswers implements PendingChanges {

  private static final String EXPRESSIONS =
      """
      new_answer as (
        insert into idempotency_key (caller, operation, key, body_hash, status, location, body)
        select * from unnest(?::uuid[], ?::text[], ?::text[], ?::bytea[], ?::smallint[], ?::text[],
                             ?::bytea[]))""";

  private final Map<Request, Answer> answers = new LinkedHashMap<>();

  void add(Map<Request, Answer> answered) {
    answers.putAll(answered);
  }

  @Override
  public boolean isEmpty() {
    return answers.isEmpty();
  }

  @Override
  public String expressions() {
    return EXPRESSIONS;
  }

  @Override
  public void bind(ArrayParameters parameters) throws SQLException {
    List<Request> requests = List.copyOf(answers.keySet());
    List<Answer> given = List.copyOf(answers.values());
    parameters
        .add("uuid", requests, Request::caller)
        .add("text", requests, Request::operation)
        .add("text", requests, Request::key)
        .addBytes(given, Answer::bodyHash)
        .add("int2", given, Answer::status)
        .add("text", given, Answer::location)
        .addBytes(given, Answer::body);
  }

  @Override
  public void written() {
    answers.clear();
  }
}
