package io.tradewind.systemtests.books;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Reads the rows of a query as records. */
final class Rows {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FETCHED_AT_ONCE = 5000;

  private Rows() {}

  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  static <T> List<T> of(Connection connection, String query, Reader<T> reader) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCHED_AT_ONCE);
      try (ResultSet rows = statement.executeQuery(query)) {
        List<T> read = new ArrayList<>();
        while (rows.next()) {
          read.add(reader.read(rows));
        }
        return read;
      }
    }
  }

  static UUID id(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? null : UUID.fromString(text);
  }

  /** Reads units by SKU from a JSON object of SKU to units. */
  static Map<String, Long> units(ResultSet row, String column) throws SQLException {
    try {
      JsonNode object = JSON.readTree(row.getString(column));
      Map<String, Long> units = new TreeMap<>();
      object.properties().forEach(entry -> units.put(entry.getKey(), entry.getValue().asLong()));
      return units;
    } catch (JsonProcessingException e) {
      throw new SQLException("no JSON object in " + column, e);
    }
  }
}
